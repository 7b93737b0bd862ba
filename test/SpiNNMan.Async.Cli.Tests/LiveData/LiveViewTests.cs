using Spectre.Console;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.Tests.LiveData;

/// <summary>The picture of a run, as text.</summary>
internal sealed class LiveViewTests
{
    private const string Red = "\e[38;5;9m";

    [TestCase(80, 24)]
    [TestCase(120, 40)]
    [TestCase(20, 6)]
    public void Fits_the_terminal_whatever_there_is_to_show(int width, int height)
    {
        foreach (int labels in (int[])[0, 1, 2, 7, 100])
        {
            string[] rows = Draw(ReadingOf([.. Enumerable.Range(0, labels).Select(static label => new LabelCounts(new string((char)('a' + (label % 26)), 90), 12, 3, 0, 1, 0, 99))]), ["one", "two", "three", "four"], width, height);

            Assert.That(rows, Has.Length.LessThanOrEqualTo(height + (height < 10 ? 6 : 0)), $"{labels} labels");
            Assert.That(rows.Max(static row => row.Length), Is.LessThanOrEqualTo(width), $"{labels} labels");
        }
    }

    [Test]
    public void Each_label_has_its_rate_and_its_dots()
    {
        string[] rows = Draw(ReadingOf([new LabelCounts("excitatory", 45_678, 0, 0, 2, 0, 12_345), new LabelCounts("inhibitory", 1, 0, 0, 0, 0, 5)]), [], 80, 24);

        Assert.That(rows[0], Does.StartWith("run 3  00:01:05  tick 12,345  3 events/s  45,679 events in 9 datagrams"));
        Assert.That(rows, Has.Some.StartsWith("excitatory  1/s  45,678 events  2 late").And.Some.StartsWith("inhibitory  2/s  1 event"));
        Assert.That(rows, Has.Some.EqualTo("nothing lost here").And.Some.StartsWith("dots of inhibitory"));
    }

    [Test]
    public void Labels_that_there_is_no_room_for_are_counted()
    {
        string[] rows = Draw(ReadingOf([.. Enumerable.Range(0, 30).Select(static label => new LabelCounts($"label{label}", 1, 0, 0, 0, 0, 0))]), [], 80, 24);

        int shown = rows.Count(static row => row.StartsWith("label", StringComparison.Ordinal));
        Assert.That(shown, Is.InRange(8, 12));
        Assert.That(rows, Has.Some.EqualTo($"and {30 - shown} more labels; --label chooses some"));
    }

    [Test]
    public void Losses_are_red_and_are_told_without_colours_as_well()
    {
        LiveReading reading = ReadingOf([new LabelCounts("a", 10, 4, 0, 0, 0, 0)]);
        reading = reading with { Counts = reading.Counts with { DatagramsDroppedBySystem = 7, UnknownEvents = 2, UnknownKeys = [0x123] } };

        Assert.That(Draw(reading, [], 100, 24), Has.Some.EqualTo("LOST 4 events dropped by this program, which was too slow").And.Some.Contains("LOST 7 datagrams dropped by the system").And.Some.Contains("LOST 2 events with keys of no label (0x00000123)"));
        string coloured = string.Join('\n', Draw(reading, [], 100, 24, ColorSystemSupport.EightBit));
        Assert.That(coloured, Does.Contain($"{Red}LOST 4 events").And.Contain($"{Red}a  "));
    }

    [Test]
    public void Before_the_first_run_it_says_what_it_waits_for() => Assert.That(Draw(null, ["listening"], 80, 24), Is.EqualTo(new[] { "waiting", "listening", "Ctrl-C ends it." }));

    private static LiveReading ReadingOf(LabelCounts[] labels)
    {
        var counts = new ReceiveCounts { Events = labels.Sum(static label => label.Events), Datagrams = 9, Labels = labels };
        return new LiveReading(3, counts, labels, [.. labels.Select(static (_, index) => index + 1.0)], TimeSpan.FromSeconds(65));
    }

    private static string[] Draw(LiveReading? reading, string[] messages, int width, int height, ColorSystemSupport colours = ColorSystemSupport.NoColors)
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = colours == ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes, ColorSystem = colours });
        console.Profile.Width = width;
        var view = new LiveView("waiting", static (label, columns, rows) => [.. Enumerable.Range(0, rows).Select(_ => $"dots of {label}".PadRight(columns)[..columns])]);
        console.Write(view.Draw(reading, messages, (width, height)));
        return [.. output.ToString().TrimEnd().Split('\n').Select(static row => row.TrimEnd())];
    }
}
