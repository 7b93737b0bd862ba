using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>What a simulated board or BMP has done since it was made: a snapshot that does not change any more.</summary>
/// <param name="Received">Datagrams that reached the device, after the faults of the network.</param>
/// <param name="Sent">Datagrams that the device sent, before the faults of the network.</param>
/// <param name="Commands">Commands carried out or refused, by command; those for cores and for other chips behind the board count too.</param>
/// <param name="Drops">What was lost, by reason.</param>
/// <remarks>Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record DeviceStatistics(
    long Received,
    long Sent,
    IReadOnlyDictionary<ScpCommand, long> Commands,
    IReadOnlyDictionary<DropReason, long> Drops)
{
    /// <summary>All that was lost.</summary>
    public long Dropped => Drops.Values.Sum();
}
