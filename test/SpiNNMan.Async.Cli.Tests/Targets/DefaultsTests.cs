using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Targets;

/// <summary>The default host and the default BMPs, from the environment and from the configuration file.</summary>
internal sealed class DefaultsTests
{
    [Test, CancelAfter(60_000)]
    public async Task The_environment_names_the_host(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_HOST"] = $"{machine.Boards[0].EndPoint}" };

        foreach (string words in (string[])["version", "version .", "info", "ps", "ps --summary", "tags", "heap . 0,0", "read . 0,0 0x60000000 4", "snapshot .", "stop . --all", "counters .", "routes . 0,0", "iobuf . 0,0"])
        {
            CommandRun run = await CommandRun.OfAsync(words.Split(' '), variables: variables, cancellationToken: cancellationToken);
            Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), words + run.Error);
        }

        Assert.That((await CommandRun.OfAsync(["version"], variables: variables, cancellationToken: cancellationToken)).Out, Does.StartWith("SC&MP"));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_file_names_host_and_BMPs_and_the_environment_comes_first(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("spinnman", "spinnman.conf"), $"# a comment\nhost = {machine.Boards[0].EndPoint}  # behind it\n\nbmps = {machine.Bmp.EndPoint.Address}\nhosts = one two:5\n", cancellationToken);
        Dictionary<string, string> file = new(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = directory.Root };
        Dictionary<string, string> both = new(file, StringComparer.Ordinal) { ["SPINNMAN_HOST"] = "127.0.0.1:1" };

        CommandRun version = await CommandRun.OfAsync(["version"], variables: file, cancellationToken: cancellationToken);
        CommandRun power = await CommandRun.OfAsync(["power", "status", "--bmp-port", $"{machine.Bmp.EndPoint.Port}"], variables: file, cancellationToken: cancellationToken);
        CommandRun other = await CommandRun.OfAsync(["version"], variables: both, cancellationToken: cancellationToken);
        CommandRun diff = await CommandRun.OfAsync(["diff", ".", "."], variables: file, cancellationToken: cancellationToken);

        Assert.That((version.ExitCode, power.ExitCode, other.ExitCode, diff.ExitCode), Is.EqualTo((0, 0, 1, 0)), version.Error + power.Error + diff.Error);
        Assert.That(version.Out, Does.StartWith("SC&MP"));
        Assert.That(other.Error, Does.Contain("127.0.0.1:1"));
    }

    [TestCase("discover . --timeout 0.05", "no default HOST")]
    [TestCase("heap 0,0", "X,Y is missing. HOST comes first; . stands for the default one.", Description = "HOST may be left out only where it is the only argument")]
    [TestCase("read 0,0 0x60000000 4", "missing")]
    public async Task Elsewhere_the_default_is_not_used(string words, string message)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_HOST"] = "127.0.0.1:1" };

        CommandRun run = await CommandRun.OfAsync(words.Split(' '), variables: variables);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test, CancelAfter(30_000)]
    public async Task Discover_and_listen_listen_in_any_case(CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_HOST"] = "127.0.0.1:1" };
        string port = $"{await FreePorts.FindAsync(cancellationToken)}";

        CommandRun discover = await CommandRun.OfAsync(["discover", "--timeout", "0.05", "--port", port], variables: variables, cancellationToken: cancellationToken);
        CommandRun listen = await CommandRun.OfAsync(["listen", "--timeout", "0.05", "--port", port], variables: variables, cancellationToken: cancellationToken);

        Assert.That(discover.Error, Does.Contain("No board was heard"));
        Assert.That(listen.Error, Does.Contain("No board was heard"));
    }

    [TestCase("ps load", "'load' is a command, and HOST is expected. A host of that name is ./load.")]
    [TestCase("version power", "'power' is a command")]
    [TestCase("bmp reset", "'reset' is a command, and BMPS are expected")]
    [TestCase("ps", "HOST is missing. Name one, or set SPINNMAN_HOST.")]
    [TestCase("power on", "BMPS is missing. Name one, or set SPINNMAN_BMPS.")]
    [TestCase("heap . 0,0", "'.' stands for the default HOST, and there is none: set SPINNMAN_HOST.")]
    public async Task What_is_no_host_is_said_to_be_none(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task A_host_that_is_called_like_a_command_is_written_as_a_path()
    {
        CommandRun run = await CommandRun.OfAsync("version", "./no-such-board.invalid:1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("no-such-board.invalid").And.Not.Contain("./"));
    }

    [TestCase("hots = x", "line 1: 'hots' is none of host, bmps, allocation, hosts. Did you mean host or hosts?")]
    [TestCase("host", "line 1: name = value is expected")]
    [TestCase("\nhost = a:b:c", "The default host 'a:b:c' is no HOST or HOST:PORT")]
    [TestCase("host = a\nhost = b", "line 2: 'host' is set twice")]
    public async Task A_configuration_that_makes_no_sense_harms_only_who_needs_it(string content, string message)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("my.conf"), content);
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_CONFIG"] = directory.File("my.conf") };

        CommandRun needs = await CommandRun.OfAsync(["ps"], variables: variables);
        CommandRun stands = await CommandRun.OfAsync(["heap", ".", "0,0"], variables: variables);
        CommandRun help = await CommandRun.OfAsync(["ps", "--help"], variables: variables);
        CommandRun named = await CommandRun.OfAsync(["version", "127.0.0.1:1"], variables: variables);

        Assert.That((needs.ExitCode, stands.ExitCode, help.ExitCode, named.ExitCode), Is.EqualTo((ExitCodes.WrongUsage, ExitCodes.WrongUsage, ExitCodes.Success, ExitCodes.Failure)), needs.Error);
        Assert.That(needs.Error, Does.Contain(message));
        Assert.That(named.Error, Does.Contain("127.0.0.1:1"));
    }

    [Test]
    public async Task A_file_that_is_named_must_be_there()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_CONFIG"] = "/no/such/file" };

        CommandRun run = await CommandRun.OfAsync(["ps"], variables: variables);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)));
        Assert.That(run.Error, Does.Contain("/no/such/file"));
    }
}
