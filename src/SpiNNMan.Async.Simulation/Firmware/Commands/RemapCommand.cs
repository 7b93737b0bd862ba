using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_REMAP: takes a core out of use. The cores after it move up, and every core except the monitor starts again.</summary>
internal sealed class RemapCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        VirtualChip chip = context.Chip;
        bool isPhysical = (arguments.Second & 1) != 0;
        int core = isPhysical ? chip.Identity.Cores.IndexOf((byte)Math.Min(arguments.First, byte.MaxValue)) : (int)Math.Min(arguments.First, byte.MaxValue);
        if (core <= 0 || core >= chip.WorkingCores)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        chip.RemoveCore(core);
        for (int other = 1; other < chip.WorkingCores; other++)
            chip.Core(other).BecomeIdle(chip.UnixTime, context.Monitor.Firmware.Number);

        return CommandOutcome.Done();
    }
}
