using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_SIG of type 1. With it, the older versions ask the chips of a region for states, or signal to them. The answer is gathered from
/// chip to chip.</summary>
internal static class RegionQuery
{
    private const uint StateOperation = 1;
    private const uint SignalOperation = 2;
    private const uint Found = 1 << 16;

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(10);

    private enum Mode
    {
        Any = 0,
        All = 1,
        Count = 2,
    }

    public static CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        (IMonitor monitor, VirtualChip chip) = (context.Monitor, context.Chip);
        if ((arguments.Third & 0xFFFF) == 0)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        if (chip.IsCounting)
            return CommandOutcome.Refused(ScpResult.P2PBusy);

        var region = Region.Around(chip.Location, (int)((arguments.Second >> 26) & 3), (ushort)arguments.Third);
        VirtualChip[] asked = [.. monitor.Machine.Chips.Where(other => region.Contains(other.Location))];
        if (asked.Length == 0)
            return CommandOutcome.Refused(ScpResult.NoRoute);

        SdpBuffer copy = message.Copy(SdpBuffer.CommandLength);
        chip.IsCounting = true;
        uint operation = (arguments.Second >> 22) & 0xF;
        if (operation == SignalOperation)
            monitor.Machine.Signal(chip, arguments.Second, region.Contains);

        // Unknown operations get no answer.
        if (operation is not (StateOperation or SignalOperation))
            asked = [];

        monitor.Schedule(s_gathering, () =>
        {
            chip.IsCounting = false;
            if (!chip.IsAlive)
                return;

            VirtualChip[] alive = [.. asked.Where(other => other.IsAlive)];
            if (alive.Length == 0)
            {
                monitor.Reply(copy, ScpResult.P2PNoReply, 0);
                return;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(copy.Payload, Summarise(alive, arguments.Second));
            monitor.Reply(copy, ScpResult.Ok, sizeof(uint));
        });
        return CommandOutcome.NoReply;
    }

    private static uint Summarise(VirtualChip[] chips, uint query)
    {
        uint state = (query >> 16) & 0xF;
        uint inState = 0;
        uint inOthers = 0;
        foreach (VirtualChip chip in chips)
        {
            for (int core = 1; core < chip.WorkingCores; core++)
            {
                Vcpu vcpu = chip.Vcpu(core);
                if ((vcpu.ApplicationId & (byte)(query >> 8)) != (byte)query)
                    continue;

                if ((uint)vcpu.State == state)
                    inState++;
                else
                    inOthers++;
            }
        }

        return (Mode)((query >> 20) & 3) switch
        {
            Mode.Any => (inState > 0 ? Found : 0) | (uint)chips.Length,
            Mode.All => (inOthers == 0 ? Found : 0) | (uint)chips.Length,
            _ => inState,
        };
    }
}
