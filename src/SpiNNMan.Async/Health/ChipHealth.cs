using System.Collections.Immutable;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Health;

/// <summary>A chip, as it was when it was last looked at.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Board">The chip with the Ethernet of its board.</param>
public sealed record ChipHealth(ChipLocation Location, ChipLocation Board)
{
    /// <summary>When it was last looked at and answered; <see langword="null"/> if it never did.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Whether it did not answer when it was last asked. The rest is from before then.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The cores that work, the monitor (0) among them, as they were when the machine was discovered.</summary>
    public CoreSet Cores { get; init; }

    /// <summary>The states of its cores.</summary>
    public CoreStates States { get; init; }

    /// <summary>The identifiers of the applications on its 18 cores, 0 where none is or none was read; empty if they were never read.</summary>
    /// <remarks>They are read a few chips at a time, those first whose cores have changed their states.</remarks>
    public ImmutableArray<byte> ApplicationIds { get; init; } = [];

    /// <summary>The counters of its router, in the order of <see cref="RouterRegister"/>; empty if they were never read.</summary>
    public ImmutableArray<uint> Counters { get; init; } = [];

    /// <summary>Packets of applications that its router took, multicast and fixed-route ones, from its cores and from other chips, a second; <see langword="null"/> before the second look, and after the counters were set to 0.</summary>
    public double? PacketsPerSecond { get; init; }

    /// <summary>Packets that its router dropped, without nearest-neighbour ones, a second; <see langword="null"/> as with <see cref="PacketsPerSecond"/>.</summary>
    public double? DropsPerSecond { get; init; }

    /// <summary>The links that one of the dropped packets wanted; empty if none was dropped since the look before, or if that is not known.</summary>
    /// <remarks>Routers keep one of the packets that they drop. Those without a route are not kept. Protocol: chip.md, "Router".</remarks>
    public LinkSet DroppedLinks { get; init; }

    /// <summary>Whether that packet wanted a core of the chip which did not take it.</summary>
    public bool IsDroppedForCores { get; init; }

    /// <summary>Packets of its own cores that its router dropped, a second; <see langword="null"/> if none of the four free counters counts only such packets, or none was lost so far.</summary>
    /// <remarks>A program sets such a counter by <see cref="MachineRouting.SetFilterAsync"/>. Protocol: models.md, "Diagnostic filters".</remarks>
    public double? LostLocalPerSecond { get; init; }

    /// <summary>The cores in <see cref="CoreState.RunTimeException"/> or <see cref="CoreState.Watchdog"/>.</summary>
    public CoreSet CoresInError => CoreSet.FromMask((States.CoresIn(CoreState.RunTimeException).Mask | States.CoresIn(CoreState.Watchdog).Mask) & Cores.Mask);
}
