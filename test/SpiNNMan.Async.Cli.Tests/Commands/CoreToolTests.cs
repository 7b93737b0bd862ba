using System.CommandLine;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The core tool: what it lacks is refused before anything is done, and everything else works. Its switch is of the process, so that nothing else may run meanwhile.</summary>
[NonParallelizable]
internal sealed class CoreToolTests
{
    private const string Switch = "SpiNNMan.Async.Cli.FullTool";

    [SetUp]
    public void LeaveOut() => AppContext.SetSwitch(Switch, false);

    [TearDown]
    public void PutBack() => AppContext.SetSwitch(Switch, true);

    [TestCase("vm --ports system --spalloc", "the allocation service")]
    [TestCase("version 127.0.0.1:1 --otlp http://127.0.0.1:1", "the export of metrics and traces")]
    [TestCase("live", "SQLite")]
    [TestCase("live --database run.sqlite3", "SQLite")]
    [TestCase("live send in 1", "SQLite")]
    [TestCase("web 127.0.0.1:1", "the web page")]
    [TestCase("info 127.0.0.1:1 --png machine.png", "the drawing of PNG")]
    public async Task What_it_lacks_is_refused_with_the_build_that_has_it(string words, string part)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.Out, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, "", 1)), run.Error);
        Assert.That(run.Error, Does.Contain(part).And.Contain("core build").And.Contain("The full build has it: 'dotnet tool install --global SpiNNMan.Async.Cli'"));
    }

    [Test]
    public async Task A_variable_that_is_meant_for_other_programs_only_warns()
    {
        CommandRun run = await CommandRun.OfAsync(["completion", "bash"], variables: new(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1" });

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Success, 1)), run.Error);
        Assert.That(run.Error, Does.StartWith("warning: This is the core build").And.Contain("the export of metrics and traces"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Events_without_a_database_need_no_SQLite(CancellationToken cancellationToken)
    {
        await using var machine = await LiveMachine.StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", $"{machine.Boards[0].EndPoint}", "--keys", "in=0x70000/0xffffff00", "--csv", "--count", "1"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.Out.Split('\n')[1]), Is.EqualTo((ExitCodes.Success, "1,in,7,458759,,")), run.Error);
    }

    [Test]
    public void A_whole_command_can_be_of_the_full_tool_only()
    {
        var command = new Command("web");
        command.RequireFullTool("the web page");
        command.SetAction(static _ => 0);
        var root = new RootCommand { command };

        Assert.That(root.Parse("web").Errors.Select(static error => error.Message), Is.EqualTo(new[] { ToolBuild.DescribeLack("the web page") }));
        AppContext.SetSwitch(Switch, true);
        Assert.That(root.Parse("web").Errors, Is.Empty);
    }

    [Test]
    public async Task Help_is_that_of_the_full_tool()
    {
        CommandRun core = await CommandRun.OfAsync("help");
        AppContext.SetSwitch(Switch, true);
        CommandRun full = await CommandRun.OfAsync("help");

        Assert.That((core.ExitCode, core.Out), Is.EqualTo((ExitCodes.Success, full.Out)));
    }
}
