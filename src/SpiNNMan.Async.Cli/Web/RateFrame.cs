using SpiNNMan.Async.Cli.Results;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>The rates of all chips at one moment, and the problems of then.</summary>
/// <param name="Time">The time of the look.</param>
/// <param name="Packets">Packets a second of each chip; −1 where they were not known, and no number where the chip was silent.</param>
/// <param name="Drops">Dropped packets a second of each chip, in the same way.</param>
/// <param name="Problems">The problems.</param>
/// <param name="ProblemsLeftOut">How many more there were.</param>
internal sealed record RateFrame(DateTimeOffset Time, float[] Packets, float[] Drops, IReadOnlyList<HealthResult.WatchedProblem> Problems, int ProblemsLeftOut)
{
    private const int BytesOfChip = 2 * sizeof(float);

    // The message, two times and the object, roughly.
    private const int BytesOfProblem = 400;

    /// <summary>About how many bytes it takes.</summary>
    public long Size => (Packets.Length * BytesOfChip) + (Problems.Count * BytesOfProblem);

    /// <summary>Takes the rates from a look.</summary>
    public static RateFrame From(DateTimeOffset time, HealthResult health) => new(
        time,
        [.. health.WatchedChips.Select(static chip => ToFloat(chip, chip.PacketsPerSecond))],
        [.. health.WatchedChips.Select(static chip => ToFloat(chip, chip.DropsPerSecond))],
        health.Problems,
        health.ProblemsLeftOut);

    /// <summary>A look with these rates in place of its own.</summary>
    public HealthResult Apply(HealthResult health) => health with
    {
        Time = Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        WatchedBoards = [.. health.WatchedBoards.Select(static board => board with { IsSilent = false })],
        WatchedChips = [.. health.WatchedChips.Select((chip, number) => chip with { IsSilent = float.IsNaN(Packets[number]), PacketsPerSecond = ToRate(Packets[number]), DropsPerSecond = ToRate(Drops[number]) })],
        Problems = Problems,
        ProblemsLeftOut = ProblemsLeftOut,
    };

    private static float ToFloat(HealthResult.WatchedChip chip, double? rate) => chip.IsSilent ? float.NaN : (float)(rate ?? -1);

    private static double? ToRate(float rate) => rate >= 0 ? rate : null;
}
