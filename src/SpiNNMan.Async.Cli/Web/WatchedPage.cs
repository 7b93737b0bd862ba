using System.Globalization;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Web.Documents;
using SpiNNMan.Async.Web.Serving;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>The machine behind the page: keeps the last look, tells pages of new ones, and reads details when a page asks for them.</summary>
/// <param name="name">The name of the machine.</param>
/// <param name="details">Reads details.</param>
/// <param name="history">The rates of the past.</param>
internal sealed class WatchedPage(string name, IDetailReader details, HeatHistory history) : IPageSource, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly RateHistory _rates = new();
    private TaskCompletionSource _changed = NewSignal();
    private MachineLook? _look;
    private long _number;

    /// <inheritdoc/>
    public string Name { get; } = PrintableText.OfLine(name);

    /// <summary>Takes the next look, and tells the pages of it.</summary>
    public void Add(HealthResult health)
    {
        var look = new MachineLook(health);
        TaskCompletionSource changed;
        lock (_lock)
        {
            _look = look;
            _number++;
            _rates.Add(look);
            history.Add(look);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <inheritdoc/>
    public async Task<PageLook> WaitAsync(PageView view, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_look is not null && _number > after)
                    return Describe(_look, _number, PageMap.Choose(_look, view), isPast: false);

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public PageLook? FindPast(PageView view, DateTimeOffset time)
    {
        lock (_lock)
        {
            if (_look is null || history.Find(time, _look.Health) is not { } health)
                return null;

            // The past has rates only.
            PageMap map = PageMap.Choose(_look, view);
            return Describe(new MachineLook(health), _number, map with { Mode = map.Mode == TopMode.Traffic ? TopMode.Traffic : TopMode.Drops }, isPast: true);
        }
    }

    /// <inheritdoc/>
    public string? DrawPicture(PageView view)
    {
        MachineLook? look;
        lock (_lock)
            look = _look;

        return look is null ? null : SvgWriter.Write(PageMap.Choose(look, view).Draw(look));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PageLine>?> ReadDetailsAsync(string place, CancellationToken cancellationToken)
    {
        int[] numbers = [.. place.Split(',').Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        MachineLook? look;
        lock (_lock)
            look = _look;

        if (look is null || numbers.Length is not (2 or 3) || numbers.Any(static number => number is < 0 or > byte.MaxValue))
            return null;

        var chip = new ChipLocation(numbers[0], numbers[1]);
        if (look.ChipAt(chip) is null || numbers is [_, _, >= CoreSet.MaxCores])
            return null;

        // One at a time, however many pages there are: details cost the board more than a look.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            TopLevel level = numbers.Length == 3 ? TopLevel.Core : TopLevel.Chip;
            IReadOnlyList<TextLine> lines = await DetailBox.ReadAsync(details, level, new CoreLocation(chip, numbers.Length == 3 ? numbers[2] : 0), cancellationToken);
            return [.. lines.Select(static line => new PageLine([.. line.Pieces.Select(static piece => new PagePiece(piece.Text, piece.Style))]))];
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PageLook Describe(MachineLook look, long number, PageMap map, bool isPast)
    {
        HealthResult health = look.Health;
        int silent = health.WatchedChips.Count(static chip => chip.IsSilent);
        return new PageLook(
            number,
            health.Time,
            map.Name,
            JsonNames.Of(map.Mode),
            Marks.LegendOf(map.Mode),
            [.. Marks.ShadesOf(map.Mode).Select(static shade => new PageShade(CellColours.Of(shade.Style).Name, shade.From))],
            isPast,
            health.WatchedBoards.Count > 0 && health.WatchedBoards.All(static board => board.IsSilent),
            look.Interval,
            [
                $"{Quantities.Count(look.Boards.Count, "board")}, {Quantities.Count(health.WatchedChips.Count, "chip")}{(silent > 0 ? $", {Quantities.Count(silent)} silent" : "")}",
                .. isPast ? (string[])[] : ["Cores: " + string.Join(", ", look.CountCores().Select(static state => $"{Quantities.Count(state.Value)} {state.Key}"))],
                string.Create(CultureInfo.InvariantCulture, $"A look every {look.Interval:0.##} s costs {100 * look.Cost:0.00} % of a board's time"),
            ],
            new PageRate(look.PacketsPerSecond, isPast ? "" : _rates.DrawPackets(PageMap.SparkWidth, hasUnicode: true)),
            new PageRate(look.DropsPerSecond, isPast ? "" : _rates.DrawDrops(PageMap.SparkWidth, hasUnicode: true)),
            [.. health.Problems.OrderByDescending(static problem => problem.Since, StringComparer.Ordinal).Select(static problem => new PageProblem(problem.Since, PrintableText.OfLine(problem.Message), PlaceOf(problem)))],
            health.ProblemsLeftOut,
            [.. map.Draw(look).Cells.Select(static cell => new PageCell(cell.Id, cell.Mark, CellColours.Of(cell.Style).Name, cell.About))],
            history.Oldest is { } oldest ? new PageHistory(oldest.ToUnixTimeMilliseconds(), _look!.Time.ToUnixTimeMilliseconds(), history.Count) : null);
    }

    private static string? PlaceOf(HealthResult.WatchedProblem problem) => problem is { X: { } x, Y: { } y }
        ? problem.Core is { } core ? string.Create(CultureInfo.InvariantCulture, $"{x},{y},{core}") : string.Create(CultureInfo.InvariantCulture, $"{x},{y}")
        : null;
}
