using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The software on boards that were booted together, as the boards see it. Boards are numbered as in the part of the machine that was booted.</summary>
internal interface IBootedMachine
{
    /// <summary>The version of the software; <see langword="null"/> if only its chips know it.</summary>
    SoftwareVersion? Version { get; }

    /// <summary>Whether it also takes boot messages, because its chips execute their boot ROMs.</summary>
    bool ExecutesBootRom => false;

    /// <summary>Takes a datagram that came to a port of a board.</summary>
    void Receive(int board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender);

    /// <summary>A board has lost its power.</summary>
    void Lose(int board);

    /// <summary>The models of the working chips of a board. There are none if chips execute.</summary>
    IEnumerable<VirtualChip> ChipsOf(int board);

    /// <summary>Makes snapshots of the chips of a board. It does not create chips that have not been used yet.</summary>
    IEnumerable<ChipSnapshot> Look(int board);

    /// <summary>The model of the chip at a place, if there is one.</summary>
    VirtualChip? FindChip(ChipLocation location);

    /// <summary>Whether there is a chip at a place.</summary>
    bool Has(ChipLocation chip) => FindChip(chip) is not null;

    /// <summary>Kills the monitor of a chip. The chip must exist.</summary>
    void Kill(ChipLocation chip, string why) => FindChip(chip)!.Kill(why);

    /// <summary>Keeps the monitor of a chip busy for a time. The chip must exist.</summary>
    void KeepBusy(ChipLocation chip, TimeSpan time);

    /// <summary>Reads the memory of a chip as its monitor sees it. The chip must exist.</summary>
    bool TryRead(ChipLocation chip, uint address, Span<byte> destination) => FindChip(chip)!.Memory.TryRead(0, address, destination, AccessUnit.Byte);

    /// <summary>Writes the memory of a chip as its monitor sees it. The chip must exist.</summary>
    bool TryWrite(ChipLocation chip, uint address, ReadOnlySpan<byte> source) => FindChip(chip)!.Memory.TryWrite(0, address, source, AccessUnit.Byte);

    /// <summary>Puts a program on a core.</summary>
    void Run(VirtualCore core, IVirtualCoreApplication application, byte applicationId);

    /// <summary>Puts a route into the tables of the chips.</summary>
    void Load(PacketRoute route) => throw new InvalidOperationException("The chips of this machine execute: load routes as hosts do.");

    /// <summary>Breaks a link in the direction away from a chip, or repairs it.</summary>
    void SetBroken(ChipLocation chip, int link, bool isBroken);

    /// <summary>Sets the links that the FPGAs of a board do not carry away from it any more, by the places of their chips on the board.</summary>
    void SetStopped(int board, IReadOnlyList<(ChipLocation Chip, int Link)> links);
}
