using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Every command in terminals of 80 and 120 columns, in a pipe, without colours, into a pipe that nobody reads, and onto a full disk.</summary>
internal sealed partial class EveryCommandTests
{
    private const int NoSpaceLeft = 28;
    private const int BrokenPipe = 32;

    private static IEnumerable<Scenario> Scenarios => Scenario.All;

    private static IEnumerable<Scenario> Tables => Scenario.All.Where(static scenario => scenario.HasTable);

    [Test]
    public void Every_command_has_a_scenario() => Assert.That(
        Scenario.All.Select(static scenario => scenario.Command).Distinct(StringComparer.Ordinal),
        Is.EquivalentTo(SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null)).Subcommands.Select(static command => command.Name)));

    [TestCaseSource(nameof(Scenarios)), CancelAfter(60_000)]
    public async Task Nothing_is_cut(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);

        CommandRun run = await bench.RunAsync(width: 80, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(scenario.ExitCode), run.Error);
        Assert.That(run.Out, Does.Not.Contain("…"));
    }

    [TestCaseSource(nameof(Tables)), CancelAfter(60_000)]
    public async Task A_table_fits_the_terminal_and_has_every_word_of_the_file(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);

        CommandRun file = await bench.RunAsync(cancellationToken: cancellationToken);
        CommandRun narrow = await bench.RunAsync(width: 80, cancellationToken: cancellationToken);
        CommandRun wide = await bench.RunAsync(width: 120, cancellationToken: cancellationToken);

        string[] words = [.. Words(file.Out).Distinct(StringComparer.Ordinal)];
        Assert.That(words, Has.Length.GreaterThan(3), file.Error);
        Assert.That(words.Except(Words(narrow.Out), StringComparer.Ordinal), Is.Empty, narrow.Out);
        Assert.That(words.Except(Words(wide.Out), StringComparer.Ordinal), Is.Empty, wide.Out);
        Assert.That(Lines(narrow.Out).Max(static line => line.Length), Is.LessThanOrEqualTo(80), narrow.Out);
        Assert.That(Lines(wide.Out).Max(static line => line.Length), Is.LessThanOrEqualTo(120), wide.Out);
    }

    [TestCase(80)]
    [TestCase(120)]
    [TestCase(null)]
    [CancelAfter(60_000)]
    public async Task Counters_that_all_count_much_are_all_shown(int? width, CancellationToken cancellationToken)
    {
        // The other four of the 16 count the messages of this program, too.
        const int Counters = 4 * 12;
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("counters HOST"), cancellationToken);

        CommandRun run = await bench.RunAsync(width: width, cancellationToken: cancellationToken);

        Assert.That(run.Out.Split("4,294,967,295").Length - 1, Is.GreaterThanOrEqualTo(Counters), run.Out);
        Assert.That(run.Out, Does.Not.Contain("…"));
        Assert.That(Lines(run.Out).Max(static line => line.Length), Is.LessThanOrEqualTo(width ?? int.MaxValue));
    }

    [TestCaseSource(nameof(Scenarios)), CancelAfter(60_000)]
    public async Task In_a_pipe_there_is_no_style_and_with_NO_COLOR_no_colour(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);

        CommandRun pipe = await bench.RunAsync(cancellationToken: cancellationToken);
        await using ScenarioBench again = await ScenarioBench.CreateAsync(scenario, cancellationToken);
        CommandRun plain = await again.RunAsync(variables: new(StringComparer.Ordinal) { ["NO_COLOR"] = "1" }, width: 80, cancellationToken: cancellationToken);

        Assert.That(pipe.Out, Does.Not.Contain("\e"));
        Assert.That(Colours().Matches(plain.Out).Select(static match => match.Value), Is.Empty);
    }

    [TestCaseSource(nameof(Scenarios)), CancelAfter(60_000)]
    public async Task When_nobody_reads_a_command_ends_without_a_word(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);
        await using var output = new FailingWriter(BrokenPipe);

        CommandRun run = await bench.RunAsync(More(scenario), output: output, bytes: new FailingStream(BrokenPipe), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.ClosedPipe), run.Error);
        Assert.That(run.Error, Does.Not.Contain("spinnman: ").And.Not.Contain("\"level\":\"error\""));
    }

    [TestCaseSource(nameof(Scenarios)), CancelAfter(60_000)]
    public async Task When_the_disk_is_full_a_command_fails_in_one_line(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);
        await using var output = new FailingWriter(NoSpaceLeft);

        CommandRun run = await bench.RunAsync(More(scenario), output: output, bytes: new FailingStream(NoSpaceLeft), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure), run.Error);
        Assert.That(run.ErrorLines.Count(static line => line.Contains("No space left on device", StringComparison.Ordinal)), Is.EqualTo(1), run.Error);
        Assert.That(run.Error, Does.Not.Contain("defect of spinnman"));
    }

    [TestCase("ps HOST")]
    [TestCase("read HOST 0,0 0x60300000 4096")]
    [TestCase("iobuf HOST --follow --interval 0.05")]
    [CancelAfter(60_000), Platform(Include = "Linux", Reason = "The shell makes the pipes.")]
    public async Task A_real_pipe_that_nobody_reads_ends_a_command(string words, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario(words), cancellationToken);
        using var directory = new TemporaryDirectory();
        string pipe = directory.File("pipe");
        using var spinnman = SpinnmanProcess.StartByShell($"mkfifo {pipe}; exec 3<>{pipe} 4>{pipe} 3<&-; exec \"$@\" >&4 4>&-", bench.Words);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.ClosedPipe));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Not.Contain("spinnman: "));
    }

    [TestCase("ps HOST")]
    [TestCase("read HOST 0,0 0x60300000 4096")]
    [TestCase("info HOST --json")]
    [CancelAfter(60_000), Platform(Include = "Linux", Reason = "It has a device that is always full.")]
    public async Task A_real_full_disk_fails_a_command(string words, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario(words), cancellationToken);
        using var spinnman = SpinnmanProcess.StartByShell("exec \"$@\" >/dev/full", bench.Words);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Failure));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("No space left on device"));
    }

    // Help and scripts are text in any case.
    private static string[] More(Scenario scenario) => scenario.IsQuiet ? ["--json"] : [];

    private static string[] Lines(string text) => [.. Styles().Replace(text, "").Split('\n').Select(static line => line.TrimEnd())];

    private static string[] Words(string text) => Styles().Replace(text, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\e\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex Styles();

    [GeneratedRegex(@"\e\[([0-9;]*;)?[349][0-9][0-9;]*m", RegexOptions.ExplicitCapture)]
    private static partial Regex Colours();
}
