using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The parts of commands that go beyond a chip and its neighbours.</summary>
internal interface IMachineWide
{
    /// <summary>Whether there is more than one chip. Without neighbours, packets between neighbours have no effect.</summary>
    bool HasNeighbours { get; }

    /// <summary>All chips.</summary>
    IEnumerable<VirtualChip> Chips { get; }

    /// <summary>The chips of the board of a chip that work.</summary>
    IEnumerable<VirtualChip> BoardOf(VirtualChip chip);

    /// <summary>Sends a signal from a chip to the cores of an application, on some chips or on all.</summary>
    void Signal(VirtualChip from, uint what, Func<ChipLocation, bool>? isMeant = null);

    /// <summary>Sends a signal from the root to the cores of an application by multicast.</summary>
    void Multicast(VirtualChip root, uint what);

    /// <summary>Sends a signal from a chip to the cores of an application, from neighbour to neighbour.</summary>
    void SignalToNeighbours(VirtualChip from, uint what);

    /// <summary>Sends a packet from a chip. The packet goes from neighbour to neighbour.</summary>
    void SendToNeighbours(VirtualChip from, uint key, uint data, bool givesId, bool leaves, int repeats);

    /// <summary>Writes a block of a flood fill on every chip.</summary>
    void FloodFill(uint id, uint block, uint address, ReadOnlySpan<byte> data, int packets);
}
