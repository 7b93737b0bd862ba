using System.Net;

namespace SpiNNMan.Async.Machines;

/// <summary>One chip of a machine: its working parts and its connections.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Cores">The virtual cores that work, the monitor (0) among them.</param>
/// <param name="Links">The links that work and lead to a chip of the machine.</param>
/// <param name="NearestEthernet">The chip whose Ethernet serves it: the first chip of its board.</param>
/// <param name="EthernetAddress">The IP address of its own Ethernet; <see langword="null"/> if it has none.</param>
/// <param name="LargestFreeSdram">The largest free block of SDRAM when it was asked, in bytes.</param>
/// <param name="FreeRouterEntries">The largest free block of multicast routing entries when it was asked.</param>
/// <param name="States">The states of its cores when it was asked.</param>
/// <remarks>Protocol: scp.md, "Chip summary".</remarks>
public sealed record MachineChip(
    ChipLocation Location,
    CoreSet Cores,
    LinkSet Links,
    ChipLocation NearestEthernet,
    IPAddress? EthernetAddress,
    uint LargestFreeSdram,
    int FreeRouterEntries,
    CoreStates States)
{
    /// <summary>The physical numbers of its virtual cores; empty if they were not asked for, or the chip did not answer.</summary>
    public CoreMap? CoreMap { get; init; }

    /// <summary>The link towards the chip the machine was booted through, 0 to 5; none on that chip, and from monitors before version 3.4.</summary>
    public int? ParentLink { get; init; }

    /// <summary>The cores that applications can run on: the working cores without the monitor.</summary>
    public CoreSet ApplicationCores => CoreSet.FromMask(Cores.Mask & ~1u);

    /// <summary>Whether it is the first chip of its board, the one with the Ethernet.</summary>
    public bool IsEthernet => Location == NearestEthernet;
}
