using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A machine at one moment, as JSON. Files that <c>top</c> records have one in each line.</summary>
internal sealed record HealthResult(
    string Time,
    int Width,
    int Height,
    IReadOnlyList<HealthResult.WatchedBoard> WatchedBoards,
    IReadOnlyList<HealthResult.WatchedChip> WatchedChips,
    IReadOnlyList<HealthResult.WatchedProblem> Problems,
    int ProblemsLeftOut,
    IReadOnlyList<HealthResult.WatchedSensor> Sensors)
{
    private const char Missing = '-';

    public static HealthResult From(MachineHealth health, MachineDimensions size) => new(
        Describe(health.Time),
        size.Width,
        size.Height,
        [.. health.Boards.Select(Describe)],
        [.. health.Chips.Select(Describe)],
        [.. health.Problems.Select(Describe)],
        health.ProblemsLeftOut,
        [.. health.Readings.Select(static reading => new WatchedSensor(
            reading.Board.Cabinet, reading.Board.Frame, reading.Board.Board, Round(reading.Value.TemperatureTop), Round(reading.Value.TemperatureBottom), reading.Value.Warnings, reading.Value.Shutdowns))]);

    private static WatchedBoard Describe(BoardHealth board) => new(
        board.Ethernet.X, board.Ethernet.Y, board.Address?.ToString(), board.IsSilent, board.Requests, Round(board.Busy.TotalSeconds), Round(board.Interval.TotalSeconds), Round(board.Share))
    {
        Cabinet = board.Location?.Cabinet,
        Frame = board.Location?.Frame,
        BoardNumber = board.Location?.Board,
    };

    private static WatchedChip Describe(ChipHealth chip) => new(chip.Location.X, chip.Location.Y, chip.Board.X, chip.Board.Y, chip.IsSilent, Digits(chip))
    {
        ApplicationIds = chip.ApplicationIds.IsEmpty ? null : [.. chip.ApplicationIds.Select(static id => (int)id)],
        PacketsPerSecond = chip.PacketsPerSecond is { } packets ? Round(packets) : null,
        DropsPerSecond = chip.DropsPerSecond is { } drops ? Round(drops) : null,
    };

    private static WatchedProblem Describe(HealthProblem problem) => new(JsonNames.Of(problem.Kind), Describe(problem.Since), problem.Message)
    {
        X = problem.Chip?.X,
        Y = problem.Chip?.Y,
        Core = problem.Core,
        Links = problem.Links.Count == 0 ? null : [.. problem.Links],
        Cabinet = problem.Board?.Cabinet,
        Frame = problem.Board?.Frame,
        BoardNumber = problem.Board?.Board,
    };

    private static string Digits(ChipHealth chip) => string.Create(CoreSet.MaxCores, chip, static (digits, chip) =>
    {
        for (int core = 0; core < digits.Length; core++)
            digits[core] = chip.Cores.Contains(core) ? "0123456789abcdef"[(int)chip.States[core] & 0xF] : Missing;
    });

    private static string Describe(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static double Round(double value) => Math.Round(value, 6);

    /// <summary>A board, and what watching it costs.</summary>
    public sealed record WatchedBoard(int X, int Y, string? IpAddress, bool IsSilent, long Requests, double BusySeconds, double IntervalSeconds, double CostRate)
    {
        public int? Cabinet { get; init; }

        public int? Frame { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("board")]
        public int? BoardNumber { get; init; }
    }

    /// <summary>A chip.</summary>
    public sealed record WatchedChip(int X, int Y, int BoardX, int BoardY, bool IsSilent, string StateDigits)
    {
        public IReadOnlyList<int>? ApplicationIds { get; init; }

        public double? PacketsPerSecond { get; init; }

        public double? DropsPerSecond { get; init; }
    }

    /// <summary>Something that is wrong.</summary>
    public sealed record WatchedProblem([property: System.Text.Json.Serialization.JsonPropertyName("problem")] string Kind, string Since, string Message)
    {
        public int? X { get; init; }

        public int? Y { get; init; }

        public int? Core { get; init; }

        public IReadOnlyList<int>? Links { get; init; }

        public int? Cabinet { get; init; }

        public int? Frame { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("board")]
        public int? BoardNumber { get; init; }
    }

    /// <summary>The measurements of the BMP of a board.</summary>
    public sealed record WatchedSensor(
        int Cabinet, int Frame, [property: System.Text.Json.Serialization.JsonPropertyName("board")] int BoardNumber, double CelsiusTop, double CelsiusBottom, uint WarningBits, uint ShutdownBits);
}
