using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What runs on boards that were booted together, as the boards see it. Boards are counted as they are in the part of the machine that was booted.</summary>
internal interface IBootedMachine
{
    /// <summary>Which version of the software it is.</summary>
    SoftwareVersion Version { get; }

    /// <summary>Takes a datagram that came to a port of a board.</summary>
    void Receive(int board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender);

    /// <summary>A board has lost its power.</summary>
    void Lose(int board);

    /// <summary>The chips of a board that work.</summary>
    IEnumerable<VirtualChip> ChipsOf(int board);

    /// <summary>Looks at the chips of a board, and makes none that nobody has asked for.</summary>
    IEnumerable<ChipSnapshot> Look(int board);

    /// <summary>The chip at a place, if there is one.</summary>
    VirtualChip? FindChip(ChipLocation location);

    /// <summary>Puts a program on a core.</summary>
    void Run(VirtualCore core, IVirtualCoreApplication application, byte applicationId);

    /// <summary>Cuts a link in the direction away from a chip, or mends it.</summary>
    void SetBroken(ChipLocation chip, int link, bool isBroken);
}
