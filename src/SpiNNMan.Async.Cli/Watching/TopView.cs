using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Draws a machine: its map, what is wrong with it, its rates, and what watching it costs.</summary>
internal sealed class TopView(string name)
{
    private const int WideEnough = 100;
    private const int LeastProblems = 4;
    private const int MostProblems = 20;
    private const int Gap = 2;
    private const int SparkWidth = 20;
    private const int NarrowSparkWidth = 10;

    /// <summary>Draws it.</summary>
    /// <param name="look">The machine; <see langword="null"/> before the first look.</param>
    /// <param name="state">The view of the user.</param>
    /// <param name="history">The rates of the last minute.</param>
    /// <param name="details">Details of the chip or core that is looked at.</param>
    /// <param name="size">The columns and rows of the terminal; no rows for output that is no terminal.</param>
    /// <param name="hasUnicode">Whether there are more than the characters of ASCII.</param>
    public IReadOnlyList<TextLine> Draw(MachineLook? look, TopState state, RateHistory history, IReadOnlyList<TextLine> details, (int Width, int? Height) size, bool hasUnicode)
    {
        if (look is null)
            return [TextLine.Of($"Looking at {name} ...", "bold")];

        List<TextLine> head = [.. DrawHead(look, history, size.Width, hasUnicode)];
        List<TextLine> foot = [.. DrawFoot(state, size.Width, isTerminal: size.Height is not null)];
        int room = size.Height is { } rows ? Math.Max(1, rows - head.Count - foot.Count - 1) : int.MaxValue;
        IEnumerable<TextLine> lines = [.. head, .. DrawBody(look, state, details, size.Width, room, isTerminal: size.Height is not null), .. foot];
        return [.. lines.Select(line => line.Fit(size.Width)).Select(line => hasUnicode ? line : ToAscii(line))];
    }

    private static TextLine ToAscii(TextLine line) => line.Replace('·', '.').Replace('°', ' ');

    private IEnumerable<TextLine> DrawHead(MachineLook look, RateHistory history, int width, bool hasUnicode)
    {
        HealthResult health = look.Health;
        int silent = health.WatchedChips.Count(static chip => chip.IsSilent);
        yield return new TextLine()
            .Add(name, "bold")
            .Add(string.Create(CultureInfo.InvariantCulture, $"  {look.Time.UtcDateTime:HH:mm:ss}  "))
            .Add(string.Create(CultureInfo.InvariantCulture, $"every {look.Interval:0.##} s, costs {100 * look.Cost:0.00} %{(width >= WideEnough ? " of a board's time" : "")}"), "dim")
            .Add(string.Create(CultureInfo.InvariantCulture, $"  {Quantities.Count(look.Boards.Count, "board")}, {Quantities.Count(health.WatchedChips.Count, "chip")}{(silent > 0 ? $", {Quantities.Count(silent)} silent" : "")}"));
        yield return TextLine.Of("Cores    " + string.Join(", ", look.CountCores().Select(static state => $"{Quantities.Count(state.Value)} {state.Key}")));
        int spark = width >= WideEnough ? SparkWidth : NarrowSparkWidth;
        yield return new TextLine()
            .Add(string.Create(CultureInfo.InvariantCulture, $"Traffic  {look.PacketsPerSecond,10:N0}/s [")).Add(history.DrawPackets(spark, hasUnicode), "green")
            .Add(string.Create(CultureInfo.InvariantCulture, $"]  dropped {look.DropsPerSecond,8:N0}/s [")).Add(history.DrawDrops(spark, hasUnicode), "red").Add("]");
        yield return new TextLine();
    }

    private static IEnumerable<TextLine> DrawFoot(TopState state, int width, bool isTerminal)
    {
        yield return new TextLine();
        TextLine legend = new TextLine().Add($"{state.Mode}: ", "bold").Add(Marks.LegendOf(state.Mode), "dim");
        (string Style, string From)[] shades = [.. Marks.ShadesOf(state.Mode)];
        if (legend.Length + shades.Sum(static shade => shade.From.Length + Gap) <= width)
        {
            foreach ((string style, string from) in shades)
                legend.Add(new string(' ', Gap)).Add(from, style);
        }

        yield return legend;
        if (!isTerminal)
            yield break;

        if (state.IsTyping)
            yield return new TextLine().Add("/", "bold").Add(state.Filter).Add("_", "blink");
        else if (state.Filter.Length > 0)
            yield return new TextLine().Add($"/{state.Filter}", "bold").Add("  Esc ends it", "dim");
        else
            yield return TextLine.Of(width >= WideEnough ? "s state  a application  e errors  t temperature  d drops  r traffic  c chips  / filter  Enter, Esc  u anew  q quits" : "s a e t d r show  c chips  / filter  Enter in  Esc out  u anew  q quits", "dim");
    }

    private static IEnumerable<TextLine> DrawBody(MachineLook look, TopState state, IReadOnlyList<TextLine> details, int width, int room, bool isTerminal)
    {
        string title = TitleOf(look, state);
        if (state.Level >= TopLevel.Chip)
            return [TextLine.Of(title, "bold"), .. details.Take(room - 1)];

        var picture = new MapPicture(look, state.Mode, chip => state.Matches(look, chip));
        (IReadOnlyList<TextLine> map, int chosen) = DrawMap(picture, look, state, width, isTerminal);
        int mapWidth = map.Count == 0 ? 0 : map.Max(static line => line.Length);
        if (isTerminal && width >= WideEnough && mapWidth + Gap + (width / 3) <= width)
            return DrawBeside(map, chosen, [TextLine.Of(title, "bold"), .. DrawChoice(look, state), .. DrawProblems(look, state, room)], mapWidth, room);

        TextLine[] below = [.. DrawProblems(look, state, isTerminal ? Math.Max(LeastProblems, room - map.Count - Gap) : MostProblems)];
        int forMap = Math.Max(1, room == int.MaxValue ? room : room - below.Length - 2);
        return ((IEnumerable<TextLine>)[TextLine.Of(title, "bold"), .. Crop(map, chosen, forMap), new TextLine(), .. below]).Take(room);
    }

    private static string TitleOf(MachineLook look, TopState state) => state.Level switch
    {
        TopLevel.Machine => state.ShowsChips ? $"Chips; chip {state.Chip}" : $"Boards; board at chip {state.Board} {look.BoardAt(state.Board).IpAddress}".TrimEnd(),
        TopLevel.Board => $"Board at chip {state.Board} {look.BoardAt(state.Board).IpAddress}; chip {state.Chip}",
        TopLevel.Chip => $"Chip {state.Chip}; Enter shows core {state.Core}",
        _ => $"Core {new CoreLocation(state.Chip, state.Core)}",
    };

    private static (IReadOnlyList<TextLine> Lines, int Chosen) DrawMap(MapPicture picture, MachineLook look, TopState state, int width, bool isTerminal)
    {
        ChipLocation? board = isTerminal ? state.Board : null;
        ChipLocation? chip = isTerminal ? state.Chip : null;
        if (state.Level == TopLevel.Board && look.ChipsOf(state.Board).Any())
            return picture.DrawBoard(state.Board, chip);

        var drawn = state.ShowsChips ? picture.DrawChips(width, chip) : picture.DrawBoards(width, board) ?? picture.DrawChips(width, chip);
        return drawn ?? ([TextLine.Of("The terminal is too narrow for a map. --json has everything.", "yellow")], 0);
    }

    /// <summary>The facts about the chip that is chosen.</summary>
    private static IEnumerable<TextLine> DrawChoice(MachineLook look, TopState state)
    {
        if (look.ChipAt(state.Chip) is not { } chip || (state.Level == TopLevel.Machine && !state.ShowsChips))
            yield break;

        yield return TextLine.Of($"chip {state.Chip}: {(chip.IsSilent ? "silent" : LookText.StatesOf([chip]))}", chip.IsSilent ? "red" : null);
        yield return TextLine.Of(LookText.RatesOf([chip]));
        yield return new TextLine();
    }

    private static IEnumerable<TextLine> DrawProblems(MachineLook look, TopState state, int room)
    {
        HealthResult.WatchedProblem[] problems = [.. look.Health.Problems.Where(problem => state.Filter.Length == 0 || problem.Message.Contains(state.Filter, StringComparison.OrdinalIgnoreCase))];
        int all = problems.Length + look.Health.ProblemsLeftOut;
        if (all == 0)
        {
            yield return TextLine.Of(state.Filter.Length == 0 ? "Nothing is wrong." : "Nothing that is wrong fits the filter.", "green");
            yield break;
        }

        yield return TextLine.Of($"{Quantities.Count(all, "problem")} now, and since when:", "bold red");
        int shown = Math.Min(problems.Length, Math.Max(1, room - 2));
        foreach (HealthResult.WatchedProblem problem in problems.OrderByDescending(static problem => problem.Since, StringComparer.Ordinal).Take(shown))
            yield return new TextLine().Add($"{problem.Since[11..19]}  ", "dim").Add(problem.Message);

        if (all > shown)
            yield return TextLine.Of($"and {Quantities.Count(all - shown)} more", "dim");
    }

    private static IEnumerable<TextLine> DrawBeside(IReadOnlyList<TextLine> map, int chosen, IReadOnlyList<TextLine> beside, int mapWidth, int room)
    {
        TextLine[] cropped = [.. Crop(map, chosen, room)];
        for (int row = 0; row < Math.Min(room, Math.Max(cropped.Length, beside.Count)); row++)
        {
            var line = new TextLine();
            if (row < cropped.Length)
                line.Add(cropped[row]);

            yield return row < beside.Count ? line.PadTo(mapWidth + Gap).Add(beside[row]) : line;
        }
    }

    /// <summary>The lines round the one that is chosen, as many as there is room for.</summary>
    private static IEnumerable<TextLine> Crop(IReadOnlyList<TextLine> lines, int chosen, int room)
    {
        if (lines.Count <= room)
            return lines;

        int first = Math.Clamp(chosen - (room / 2), 0, lines.Count - room);
        return lines.Skip(first).Take(room);
    }
}
