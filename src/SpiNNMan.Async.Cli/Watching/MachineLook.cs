using System.Globalization;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>A machine at one moment, as it is drawn: live, or from a recording.</summary>
internal sealed class MachineLook
{
    private const int Cores = 18;

    private readonly Dictionary<ChipLocation, HealthResult.WatchedChip> _chips = [];
    private readonly Dictionary<ChipLocation, HealthResult.WatchedBoard> _boards = [];
    private readonly Dictionary<(int Cabinet, int Frame, int Board), HealthResult.WatchedSensor> _sensors = [];

    private readonly ILookup<ChipLocation, HealthResult.WatchedChip> _ofBoards;

    public MachineLook(HealthResult health)
    {
        Health = health;
        Time = DateTimeOffset.Parse(health.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        foreach (HealthResult.WatchedChip chip in health.WatchedChips)
            _chips[new ChipLocation(chip.X, chip.Y)] = chip;
        foreach (HealthResult.WatchedBoard board in health.WatchedBoards)
            _boards[new ChipLocation(board.X, board.Y)] = board;
        foreach (HealthResult.WatchedSensor sensor in health.Sensors)
            _sensors[(sensor.Cabinet, sensor.Frame, sensor.BoardNumber)] = sensor;

        _ofBoards = health.WatchedChips.ToLookup(static chip => new ChipLocation(chip.BoardX, chip.BoardY));
        Boards = [.. _boards.Keys.OrderBy(static board => board.X).ThenBy(static board => board.Y)];
        PacketsPerSecond = health.WatchedChips.Sum(static chip => chip.PacketsPerSecond ?? 0);
        DropsPerSecond = health.WatchedChips.Sum(static chip => chip.DropsPerSecond ?? 0);
    }

    public HealthResult Health { get; }

    public DateTimeOffset Time { get; }

    /// <summary>The boards, by their Ethernet chips.</summary>
    public IReadOnlyList<ChipLocation> Boards { get; }

    public double PacketsPerSecond { get; }

    public double DropsPerSecond { get; }

    /// <summary>The largest part of the time of a board that watching takes.</summary>
    public double Cost => Health.WatchedBoards.Count == 0 ? 0 : Health.WatchedBoards.Max(static board => board.CostRate);

    /// <summary>The longest interval between two looks at a board, in seconds.</summary>
    public double Interval => Health.WatchedBoards.Count == 0 ? 0 : Health.WatchedBoards.Max(static board => board.IntervalSeconds);

    public HealthResult.WatchedChip? ChipAt(ChipLocation place) => _chips.GetValueOrDefault(place);

    public HealthResult.WatchedBoard BoardAt(ChipLocation ethernet) => _boards[ethernet];

    public IEnumerable<HealthResult.WatchedChip> ChipsOf(ChipLocation ethernet) => _ofBoards[ethernet];

    /// <summary>The column and row of a chip on its board.</summary>
    public (int X, int Y) OnBoard(ChipLocation ethernet, ChipLocation chip) =>
        ((chip.X - ethernet.X + Health.Width) % Health.Width, (chip.Y - ethernet.Y + Health.Height) % Health.Height);

    /// <summary>The states of the cores of a chip that applications can run on.</summary>
    public static IEnumerable<(int Core, CoreState State)> StatesOf(HealthResult.WatchedChip chip)
    {
        for (int core = 1; core < Math.Min(Cores, chip.StateDigits.Length); core++)
        {
            if (char.IsAsciiHexDigit(chip.StateDigits[core]))
                yield return (core, (CoreState)StateOf(chip.StateDigits[core]));
        }
    }

    private static int StateOf(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>The applications on a chip.</summary>
    public static IEnumerable<int> ApplicationsOf(HealthResult.WatchedChip chip) => (chip.ApplicationIds ?? []).Where(static id => id > 0).Distinct().Order();

    /// <summary>The hotter one of the two temperatures of a board, in degrees; <see langword="null"/> if its BMP is not known.</summary>
    public double? TemperatureOf(ChipLocation ethernet)
    {
        HealthResult.WatchedBoard board = _boards[ethernet];
        if (board is { Cabinet: { } cabinet, Frame: { } frame, BoardNumber: { } number } && _sensors.TryGetValue((cabinet, frame, number), out HealthResult.WatchedSensor? sensor))
            return Math.Max(sensor.CelsiusTop, sensor.CelsiusBottom);

        // One board and one sensor belong together, whatever the BMP says.
        return _boards.Count == 1 && Health.Sensors is [var only] ? Math.Max(only.CelsiusTop, only.CelsiusBottom) : null;
    }

    /// <summary>How many cores are in each state, of chips that answer.</summary>
    public IEnumerable<KeyValuePair<CoreState, int>> CountCores() => Health.WatchedChips.Where(static chip => !chip.IsSilent)
        .SelectMany(StatesOf).CountBy(static core => core.State).OrderByDescending(static state => state.Value);
}
