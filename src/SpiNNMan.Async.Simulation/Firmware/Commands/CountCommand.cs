using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_COUNT: how many cores of an application are in a state. It counts the board that has the asked chip as its corner.</summary>
internal sealed class CountCommand : ICommandHandler
{
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(10);

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        if (context.Chip.IsCounting)
            return CommandOutcome.Refused(ScpResult.P2PBusy);

        // The buffer is used for the next message long before the other chips have answered.
        SdpBuffer copy = message.Copy(SdpBuffer.CommandLength);
        (IMonitor monitor, VirtualChip chip) = (context.Monitor, context.Chip);
        chip.IsCounting = true;
        monitor.Schedule(s_gathering, () =>
        {
            chip.IsCounting = false;
            if (chip.IsAlive)
                Finish(monitor, copy);
        });
        return CommandOutcome.NoReply;
    }

    private static void Finish(IMonitor monitor, SdpBuffer message)
    {
        VirtualChip corner = monitor.Chip;
        ScpArguments arguments = message.Arguments;
        uint count = 0;
        bool complete = true;
        foreach (VirtualChip chip in corner.HasEthernet ? monitor.Machine.BoardOf(corner) : monitor.Machine.BoardOf(corner).Where(chip => IsOnBoardOf(corner.Location, chip.Location)))
        {
            monitor.CountPackets(corner, chip);
            if (chip.IsAlive)
                monitor.CountPackets(chip, corner);

            complete &= chip.IsAlive;
            for (int core = 1; core < chip.WorkingCores && chip.IsAlive; core++)
            {
                Vcpu vcpu = chip.Vcpu(core);
                if (vcpu.ApplicationId == arguments.First && (uint)vcpu.State == arguments.Second)
                    count++;
            }
        }

        // The firmware does not shorten the reply, so two arguments of the request come back. A reply with an error is shortened.
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, count);
        if (complete)
            monitor.Reply(message, ScpResult.Ok, ScpArguments.Size);
        else
            monitor.Reply(message, ScpResult.P2PNoReply, sizeof(uint));
    }

    private static bool IsOnBoardOf(ChipLocation corner, ChipLocation chip)
    {
        int x = chip.X - corner.X;
        int y = chip.Y - corner.Y;
        return x is >= 0 and < 8 && y is >= 0 and < 8 && x - y <= 4 && y - x <= 3;
    }
}
