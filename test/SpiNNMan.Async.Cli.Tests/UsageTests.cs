using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Right and wrong command lines.</summary>
internal sealed class UsageTests
{
    private const string Long = "{long}";
    private const string Many = "{many}";

    [TestCase("nonsense")]
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
    [TestCase("bench", "host:70000")]
    [TestCase("demo", "--bytes", "1")]
    [TestCase("power", "sideways", "host")]
    [TestCase("doctor", "host", "--requests", "0")]
    [TestCase("info", "host", "--faults", "hide")]
    [TestCase("heap", "host", "0,0,1")]
    [TestCase("routes", "host", "0,0,1")]
    [TestCase("bench", "host", "--chip", "0,0,1")]
    [TestCase("tags", "host", "--set", "1=localhost:99999")]
    [TestCase("tags", "host", "--set", "16=localhost:1")]
    [TestCase("tags", "host", "--set", "1=:1")]
    [TestCase("tags", "host", "--reverse", "2=12345:0,0,99")]
    [TestCase("tags", "host", "--reverse", "2=0:0,0,1")]
    [TestCase("tags", "host", "--clear", "16")]
    [TestCase("tags", "host", "--board", "0,0,1")]
    [TestCase("signal", "host", "30", "stop,start")]
    [TestCase("fill", "host", "0,0", "0", "4", "-1")]
    [TestCase("wait", "host", "30", "--timeout", "2000000")]
    [TestCase("vm", "--seed", "-1")]
    [TestCase("write", "host", "0,0", "0x60000000", "")]
    [TestCase("read", "host", "0,0", "0x60000000", "4", "")]
    [TestCase("snapshot", "host", "")]
    [TestCase("load", "host", "")]
    [TestCase("boot", "host", "--image", "")]
    [TestCase("counters", "host", "--", "")]
    [TestCase("bmp", "")]
    [TestCase("power", "on", "1;2;3;4")]
    [TestCase("reset", "host/0-99")]
    [TestCase("doctor", "host", "--bmp", "x;y")]
    [TestCase("info", "host", "--board-info", "")]
    [TestCase("completion", "cmd")]
    [TestCase("load", "host", "file", "--cores", "")]
    [TestCase("run", "host", "file", "--cores", "0,0,5-2")]
    [TestCase("live", "host")]
    [TestCase("live", "--keys", "in=1+1")]
    [TestCase("live", "host", "--keys", "in")]
    [TestCase("live", "host", "--keys", "in=0x10000")]
    [TestCase("live", "host", "--keys", "in=0x10001/0xffff0000")]
    [TestCase("live", "host", "--keys", "in=0/0xff00ff00")]
    [TestCase("live", "host", "--keys", "in=0xffffffff+2")]
    [TestCase("live", "host", "--keys", "in=1+1@0,0")]
    [TestCase("live", "host", "--keys", "in=1+1", "--tag", "8")]
    [TestCase("live", "host", "--keys", "in=1+1", "--database", "file")]
    [TestCase("live", "--database", "file", "--port", "1")]
    [TestCase("live", "--database", "file", "--tag", "1")]
    [TestCase("live", "--database", "")]
    [TestCase("live", "--count", "0")]
    [TestCase("live", "--port", "65536")]
    [TestCase("live", "send", "in", "--database", "file")]
    [TestCase("live", "send", "in", "5-2", "--database", "file")]
    [TestCase("live", "send", "in", "0-1000000", "--database", "file")]
    [TestCase("live", "send", "in", "1", "--database", "file", "--at", "1", "--payload", "1")]
    [TestCase("live", "send", "in", "1", "--keys", "in=1+1")]
    [TestCase("console", "host", "--port", "-1")]
    public async Task Wrong_usage_ends_with_2_and_one_line(params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage), run.Error);
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("spinnman: ").And.Contain("--help"));
        Assert.That(run.Out, Is.Empty);
    }

    [TestCase("'inof' is no command", "inof")]
    [TestCase("'sideways' is no command", "power", "sideways", "host")]
    [TestCase("--timeout must be a number from 0 to 1000000, and not 'soon'", "run", "host", "file", "--timeout", "soon")]
    [TestCase("--app-id must be a number from 0 to 255, and not '300'", "ps", "host", "--app-id", "300")]
    [TestCase("Must be one of: 'sdram' 'sysram' 'system'", "heap", "host", "0,0", "--heap", "x")]
    [TestCase("--down-chips = 1: each item must be x,y[,ip]", "info", "host", "--down-chips", "1")]
    [TestCase("none of repair, report and throw", "info", "host", "--faults", "hide")]
    [TestCase("a length of 4 to", "bench", "host", "--bytes", "1")]
    [TestCase("ADDRESS, LENGTH are missing. HOST comes first", "read", "host", "0,0")]
    [TestCase("SHELL is missing. See", "completion")]
    [TestCase("--cores", "load", "host", "file", "--cores")]
    [TestCase("FILE must not be empty", "run", "host", "")]
    [TestCase("'x;y' names no BMPs", "bmp", "x;y")]
    public async Task Wrong_usage_says_what_could_stand_there(string message, params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args);

        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.Error, Does.Not.Contain("System.").And.Not.Contain("\t").And.Not.Contain("Required command"));
    }

    [TestCase("load", "host", "file", "--cores", Long)]
    [TestCase("read", "host", Long, "0", "4")]
    [TestCase("info", "host", Many)]
    public async Task What_is_wrong_is_said_in_few_words_however_many_there_are(params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args.SelectMany(static arg => arg is Many ? Enumerable.Range(0, 2000).Select(static number => $"what{number}") : [arg is Long ? new string('7', 50_000) : arg]).ToArray());

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Error.Length, Is.LessThan(700));
        Assert.That(run.Error, Does.Contain("777...'").Or.Contain("more.").And.Contain("--help"));
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

    [TestCaseSource(nameof(Commands))]
    public async Task Every_command_explains_itself(string command)
    {
        CommandRun run = await CommandRun.OfAsync(command, "--help");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Out, Does.Contain($"{command} ").And.Contain("--json"));
    }

    private static IEnumerable<string> Commands => SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, () => Stream.Null, () => Stream.Null)).Subcommands.Select(static command => command.Name);
}
