using System.Globalization;

namespace SpiNNMan.Async.SideBySide.Results;

/// <summary>The medians of a measurement, and between what its rounds were.</summary>
internal sealed record MeasureResult
{
    public required string Name { get; init; }

    public required int Rounds { get; init; }

    public required double Rate { get; init; }

    public required double LowestRate { get; init; }

    public required double HighestRate { get; init; }

    public required double CpuMicroseconds { get; init; }

    public required double P99Microseconds { get; init; }

    public required double Resent { get; init; }

    public required double Unneeded { get; init; }

    public required double Lost { get; init; }

    public required double Dropped { get; init; }

    public required double Window { get; init; }

    public static MeasureResult Of(string name, IReadOnlyList<Sample> samples)
    {
        return new MeasureResult
        {
            Name = name,
            Rounds = samples.Count,
            Rate = Median(static sample => sample.TotalRate),
            LowestRate = samples.Select(static sample => sample.TotalRate).DefaultIfEmpty().Min(),
            HighestRate = samples.Select(static sample => sample.TotalRate).DefaultIfEmpty().Max(),
            CpuMicroseconds = Median(static sample => sample.CpuMicroseconds),
            P99Microseconds = Median(static sample => sample.Client.P99Microseconds),
            Resent = Median(static sample => sample.Client.Resent + (sample.Second?.Resent ?? 0)),
            Unneeded = Median(static sample => sample.Unneeded),
            Lost = Median(static sample => sample.Boards.Lost),
            Dropped = Median(static sample => sample.Boards.Dropped),
            Window = Median(static sample => sample.Client.Window),
        };

        double Median(Func<Sample, double> value) => samples.Count == 0 ? 0 : Statistics.Median(samples.Select(value));
    }

    public string ToTableLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Rounds} | {Rate:N0} | {LowestRate:N0} to {HighestRate:N0} | {CpuMicroseconds:0.00} | {Positive(P99Microseconds)} | {Resent:N0} | {Unneeded:N0} | {Lost:N0} | {Dropped:N0} | {Positive(Window)} |");

    private static string Positive(double value) => value > 0 ? value.ToString("N0", CultureInfo.InvariantCulture) : "";
}
