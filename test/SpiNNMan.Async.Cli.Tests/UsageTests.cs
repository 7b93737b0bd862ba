using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Command lines that make sense, and those that make none.</summary>
internal sealed class UsageTests
{
    [TestCase("nonsense")]
    [TestCase("version")]
    [TestCase("version", "a:b:c")]
    [TestCase("version", "host:99999")]
    [TestCase("read", "host", "0,0", "0x60000000")]
    [TestCase("read", "host", "0;0", "0x60000000", "4")]
    [TestCase("read", "host", "0,256", "0x60000000", "4")]
    [TestCase("read", "host", "0,0,32", "0x60000000", "4")]
    [TestCase("read", "host", "0,0", "0x160000000", "4")]
    [TestCase("read", "host", "0,0", "0x60000000", "four")]
    [TestCase("read", "host", "0,0", "0x60000000", "-4")]
    [TestCase("vm", "--board", "spin4")]
    [TestCase("vm", "--bind", "::1")]
    [TestCase("vm", "--loss", "1.5")]
    [TestCase("vm", "--ports", "mine")]
    [TestCase("vm", "--announce", "nowhere")]
    [TestCase("boot", "host", "--board-version", "6")]
    [TestCase("boot", "host", "--rounds", "0")]
    [TestCase("listen", "--count", "0")]
    [TestCase("listen", "--timeout", "-1")]
    [TestCase("listen", "--port", "0")]
    [TestCase("bench", "host", "--window", "0")]
    [TestCase("bench", "host", "--bytes", "x")]
    [TestCase("bench", "host", "--port", "70000")]
    [TestCase("demo", "--bytes", "1")]
    [TestCase("power", "sideways", "host")]
    [TestCase("doctor", "host", "--requests", "0")]
    [TestCase("info", "host", "--faults", "hide")]
    [TestCase("completion", "cmd")]
    public async Task Wrong_usage_ends_with_2_and_one_line(params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage), run.Error);
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("spinnman: ").And.Contain("--help"));
        Assert.That(run.Out, Is.Empty);
    }

    [Test]
    public async Task The_help_that_is_named_is_that_of_the_command_within_its_command()
    {
        CommandRun run = await CommandRun.OfAsync("power", "off");

        Assert.That(run.Error, Does.Contain("'spinnman power off --help'"));
    }

    [Test]
    public async Task No_command_at_all_shows_the_help_as_an_error()
    {
        CommandRun run = await CommandRun.OfAsync([]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Error, Does.Contain("demo").And.Contain("bench"));
    }

    [TestCase("demo")]
    [TestCase("vm")]
    [TestCase("version")]
    [TestCase("info")]
    [TestCase("discover")]
    [TestCase("doctor")]
    [TestCase("snapshot")]
    [TestCase("diff")]
    [TestCase("power")]
    [TestCase("bmp")]
    [TestCase("reset")]
    [TestCase("completion")]
    [TestCase("boot")]
    [TestCase("read")]
    [TestCase("write")]
    [TestCase("listen")]
    [TestCase("bench")]
    public async Task Every_command_explains_itself(string command)
    {
        CommandRun run = await CommandRun.OfAsync(command, "--help");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Out, Does.Contain($"{command} ").And.Contain("--json"));
    }
}
