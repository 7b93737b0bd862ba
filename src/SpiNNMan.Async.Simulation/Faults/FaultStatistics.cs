namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>What the faults of the network have done in one direction: a snapshot.</summary>
/// <param name="Passed">Datagrams that came to the network.</param>
/// <param name="Lost">Those that got lost.</param>
/// <param name="Duplicated">Those that arrived twice.</param>
/// <param name="Reordered">Those that were held back to be overtaken.</param>
/// <param name="Corrupted">Those of which a bit was changed.</param>
/// <param name="Delayed">Those that took time.</param>
public readonly record struct FaultStatistics(long Passed, long Lost, long Duplicated, long Reordered, long Corrupted, long Delayed)
{
    internal static FaultStatistics Sum(IEnumerable<FaultStatistics> parts) => parts.Aggregate(default(FaultStatistics), static (sum, part) => new FaultStatistics(
        sum.Passed + part.Passed,
        sum.Lost + part.Lost,
        sum.Duplicated + part.Duplicated,
        sum.Reordered + part.Reordered,
        sum.Corrupted + part.Corrupted,
        sum.Delayed + part.Delayed));
}
