using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_SIG: a signal to an application, by multicast from the root chip or from neighbour to neighbour.</summary>
internal sealed class SignalCommand : ICommandHandler
{
    private const uint Multicast = 0;
    private const uint Region = 1;
    private const uint NearestNeighbour = 2;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        switch (arguments.First)
        {
            case Multicast when context.Chip.Identity.IsRoot:
                context.Scamp.Traffic.CountBroadcast();
                context.Scamp.Signals.Send(context.Chip, arguments.Second);
                return CommandOutcome.Done();
            case NearestNeighbour:
                context.Scamp.Neighbours.SendSignal(context.Chip, arguments.Second);
                return CommandOutcome.Done();
            case Region when context.Scamp.Firmware.HonoursRegions:
                return RegionQuery.Execute(context, message);
            default:
                return CommandOutcome.Refused(ScpResult.BadArgument);
        }
    }
}
