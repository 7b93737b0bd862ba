using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The monitor that carries out a command, as the command sees it.</summary>
internal interface IMonitor
{
    /// <summary>The chip.</summary>
    VirtualChip Chip { get; }

    /// <summary>The version of the monitor.</summary>
    FirmwareProfile Firmware { get; }

    /// <summary>Whether the chips have found each other.</summary>
    bool IsReady { get; }

    /// <summary>Whether it survives accesses to addresses without memory.</summary>
    bool ForgivesBadAccess { get; }

    /// <summary>The time.</summary>
    TimeSpan Now { get; }

    /// <summary>The network of the board, on a chip that has an Ethernet.</summary>
    IBoardNetwork? Network { get; }

    /// <summary>The commands for the whole machine.</summary>
    IMachineWide Machine { get; }

    /// <summary>Runs an action later, unless the power goes before.</summary>
    void Schedule(TimeSpan delay, Action action);

    /// <summary>The chip across a link, if that chip can answer over the link.</summary>
    VirtualChip? Neighbour(int link);

    /// <summary>Sends the reply to a command that was executed later.</summary>
    void Reply(SdpBuffer message, ScpResult result, int length);

    /// <summary>Counts words that are read from or written to a neighbour.</summary>
    void CountLink(int link, VirtualChip neighbour, int words);

    /// <summary>Counts a packet from one monitor to another.</summary>
    void CountPackets(VirtualChip from, VirtualChip to);

    /// <summary>Starts an image on cores of the chip.</summary>
    /// <param name="what">The application's number in bits 31 to 24, the flag to wait for a signal in bit 18, and one bit for each core.</param>
    /// <param name="address">The address of the image.</param>
    void StartApplication(uint what, uint address = ChipAddresses.SdramSystem);
}
