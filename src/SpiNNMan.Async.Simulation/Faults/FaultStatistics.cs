namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>The counts of the faults in one direction of the network: a snapshot.</summary>
/// <param name="Passed">Datagrams that came to the network.</param>
/// <param name="Lost">Datagrams that got lost.</param>
/// <param name="Duplicated">Datagrams that arrived twice.</param>
/// <param name="Reordered">Datagrams that were held back so that others overtook them.</param>
/// <param name="Corrupted">Datagrams with a changed bit.</param>
/// <param name="Delayed">Datagrams that were delayed.</param>
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
