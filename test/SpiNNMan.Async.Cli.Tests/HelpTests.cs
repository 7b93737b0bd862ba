using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Words that were mistyped, and the ways in which people ask for help and for the version.</summary>
internal sealed class HelpTests
{
    [TestCase("read HOST 0,0 0x60000000 64 --hexx", "'--hexx' is no option of 'read'. Did you mean --hex?")]
    [TestCase("read HOST 0,0 0x60000000 64 -hex", "'-hex' is no option of 'read'. Did you mean --hex?")]
    [TestCase("snapshot HOST --borad-info=x", "'--borad-info' is no option of 'snapshot'. Did you mean --board-info?")]
    [TestCase("write HOST 0,0 0x60000000 --verfy", "Did you mean --verify?")]
    [TestCase("run HOST virtual:hello --cores 0,0,1 --quite", "Did you mean --quiet?")]
    [TestCase("counters HOST python3 -c pass", "stands behind --")]
    [TestCase("ps HOST --jsn", "Did you mean --json?")]
    [TestCase("power off HOST --dely 3", "Did you mean --delay?")]
    [TestCase("boot HOST --image --froce", "Did you mean --force?")]
    [TestCase("--jsno", "'--jsno' is no option of spinnman. Did you mean --json?")]
    [TestCase("inof", "'inof' is no command. Did you mean info?")]
    [TestCase("power onn HOST", "'onn' is no command. Did you mean on?")]
    [TestCase("help powr", "'powr' is no command. Did you mean power?")]
    [TestCase("help power of", "Did you mean off")]
    public async Task A_mistyped_word_is_an_error_that_names_the_nearest(string words, string message)
    {
        using var directory = new TemporaryDirectory();
        string before = Environment.CurrentDirectory;

        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Out), Is.EqualTo((ExitCodes.WrongUsage, 1, "")), run.Error);
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(Directory.EnumerateFiles(before, "-*").Where(static file => !char.IsAsciiDigit(Path.GetFileName(file)[1])), Is.Empty, "no file has the name of an option");
    }

    [TestCase("fill", "127.0.0.1:1", "0,0", "0x60000000", "4", "-1")]
    [TestCase("vm", "--delay", "-5")]
    public async Task A_negative_number_is_a_value(params string[] args) => Assert.That((await CommandRun.OfAsync(args)).Error, Does.Contain("'-").And.Not.Contain("is no option"));

    [Test]
    public async Task Behind_two_dashes_everything_is_a_value()
    {
        using var directory = new TemporaryDirectory();

        CommandRun run = await CommandRun.OfAsync("counters", "127.0.0.1:1", "--", "ls", "--nonsense");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Failure, run.Error)));
        Assert.That(run.Error, Does.Not.Contain("is no option"));
    }

    [TestCase("help")]
    [TestCase("help info")]
    [TestCase("help power")]
    [TestCase("help power cycle")]
    public async Task Help_shows_what_the_option_shows(string words)
    {
        CommandRun help = await CommandRun.OfAsync(words.Split(' '));
        CommandRun option = await CommandRun.OfAsync([.. words.Split(' ')[1..], "--help"]);

        Assert.That((help.ExitCode, help.Out), Is.EqualTo((ExitCodes.Success, option.Out)));
        Assert.That(help.Out, Does.Contain("Usage:"));
    }

    [Test]
    public async Task The_version_of_the_tool_is_told_in_three_ways()
    {
        CommandRun capital = await CommandRun.OfAsync("-V");
        CommandRun option = await CommandRun.OfAsync("--version");
        CommandRun command = await CommandRun.OfAsync("version");
        CommandRun json = await CommandRun.OfAsync("version", "--json");

        Assert.That(new[] { capital, option, command, json }.Select(static run => run.ExitCode), Is.All.EqualTo(ExitCodes.Success));
        Assert.That(capital.Out, Is.EqualTo(option.Out).And.Match(@"^\d+\.\d+\.\d+"));
        Assert.That(command.Out, Does.Match(@"^spinnman \d+\.\d+\.\d+"));
        Assert.That(command.Error, Does.Contain("spinnman version HOST"));
        Assert.That(json.Out, Does.Contain("\"toolVersion\":\""));
    }
}
