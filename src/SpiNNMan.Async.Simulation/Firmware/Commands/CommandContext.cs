using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The monitor and the core that carry out a command.</summary>
/// <param name="Monitor">The monitor of the chip.</param>
/// <param name="Core">The core; 0 is the monitor itself.</param>
internal readonly record struct CommandContext(IMonitor Monitor, int Core)
{
    public const byte DataAbort = 5;

    public VirtualChip Chip => Monitor.Chip;

    public bool IsMonitor => Core == 0;

    /// <summary>Ends a command that accessed memory which does not exist, or in parts of units.</summary>
    public CommandOutcome Abort(SdpBuffer message, uint address, int forgivenLength)
    {
        if (Monitor.ForgivesBadAccess)
        {
            message.Payload[..forgivenLength].Clear();
            return CommandOutcome.Done(forgivenLength);
        }

        if (IsMonitor)
        {
            string client = message.Origin is null ? "another chip" : message.Origin.ToString();
            Chip.Kill($"The monitor of chip {Chip.Location} died of {message.Command} at address 0x{address:X8}, asked by {client}.");
        }

        Chip.Core(Core).Fail(DataAbort);
        return CommandOutcome.NoReply;
    }
}
