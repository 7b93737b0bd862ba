using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Draws a run in a terminal: for each label its rate and the events of the last seconds as dots, with losses in red.</summary>
/// <param name="waiting">The text before the first run.</param>
/// <param name="drawPlot">Draws the dots of a label, as so many columns and rows of text.</param>
internal sealed class LiveView(string waiting, Func<string, int, int, string[]> drawPlot)
{
    private const int MostMessages = 3;
    private const string HowToEnd = "[dim]Ctrl-C ends it.[/]";

    /// <summary>Draws the run.</summary>
    /// <param name="reading">The state of the run; <see langword="null"/> before the first one.</param>
    /// <param name="messages">The last messages, with the newest at the end.</param>
    /// <param name="size">The columns and rows of the terminal.</param>
    public IRenderable Draw(LiveReading? reading, IReadOnlyList<string> messages, (int Width, int Height) size)
    {
        var rows = new List<IRenderable>();
        if (reading is null)
        {
            rows.Add(Line(waiting, "bold", size.Width));
        }
        else
        {
            rows.Add(Line(TitleOf(reading), "bold", size.Width));
            IReadOnlyList<string> losses = Losses.Describe(reading.Counts);
            if (losses.Count == 0)
                rows.Add(Line("nothing lost here", "dim", size.Width));

            rows.AddRange(losses.Select(loss => Line($"LOST {loss}", "red", size.Width)));
            int others = rows.Count + Math.Min(messages.Count, MostMessages) + 1;
            rows.AddRange(DrawLabels(reading, size.Width, Math.Max(2, size.Height - others - 1)));
        }

        rows.AddRange(messages.TakeLast(MostMessages).Select(message => Line(message, message.Contains("LOST", StringComparison.Ordinal) ? "red" : null, size.Width)));
        rows.Add(new Markup(HowToEnd));
        return new Rows(rows);
    }

    private static string TitleOf(LiveReading reading) => string.Create(
        CultureInfo.InvariantCulture,
        $"run {reading.Run}  {reading.RunTime:hh\\:mm\\:ss}  {(reading.LastTick is { } tick ? $"tick {tick:N0}  " : "")}{reading.Rates.Sum():N0} events/s  {Quantities.Count(reading.Counts.Events, "event")} in {Quantities.Count(reading.Counts.Datagrams, "datagram")}");

    private static string HeadingOf(LabelCounts label, double rate, int width)
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"  {rate:N0}/s  {Quantities.Count(label.Events, "event")}{(label.Late > 0 ? $"  {label.Late:N0} late" : "")}");
        return Shorten(PrintableText.OfLine(label.Label), Math.Max(4, width - numbers.Length)) + numbers;
    }

    private IEnumerable<IRenderable> DrawLabels(LiveReading reading, int width, int height)
    {
        // Each label has a heading, and at least one row of dots.
        int shown = Math.Min(reading.Labels.Count, height / 2);
        bool isCut = shown < reading.Labels.Count;
        if (isCut)
            shown = Math.Min(shown, Math.Max(1, (height - 1) / 2));

        for (int index = 0; index < shown; index++)
        {
            LabelCounts label = reading.Labels[index];
            yield return Line(HeadingOf(label, reading.Rates[index], width), label.Dropped > 0 ? "red" : "green", width);
            int rows = ((height - (isCut ? 1 : 0)) / shown) - 1;
            foreach (string row in drawPlot(label.Label, width, Math.Max(1, rows)))
                yield return new Text(row);
        }

        if (isCut)
            yield return Line($"and {Quantities.Count(reading.Labels.Count - shown, "more label")}; --label chooses some", "dim", width);
    }

    private static Markup Line(string text, string? style, int width)
    {
        string shown = Markup.Escape(Shorten(PrintableText.OfLine(text), width));
        return new Markup(style is null ? shown : $"[{style}]{shown}[/]");
    }

    private static string Shorten(string text, int width) => text.Length <= width ? text : $"{text[..Math.Max(0, width - 3)]}...";
}
