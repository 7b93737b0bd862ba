using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The counts of a simulated board or BMP since it was made: a snapshot that does not change any more.</summary>
/// <param name="Received">Datagrams that reached the device, after the faults of the network.</param>
/// <param name="Sent">Datagrams that the device sent, before the faults of the network.</param>
/// <param name="Commands">Commands carried out or refused, by command. Commands for cores and for other chips behind the board count too.</param>
/// <param name="Drops">Losses, by reason.</param>
/// <remarks>Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record DeviceStatistics(
    long Received,
    long Sent,
    IReadOnlyDictionary<ScpCommand, long> Commands,
    IReadOnlyDictionary<DropReason, long> Drops)
{
    /// <summary>All losses together.</summary>
    public long Dropped => Drops.Values.Sum();
}
