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
                context.Monitor.Machine.Multicast(context.Chip, arguments.Second);
                return CommandOutcome.Done();
            case NearestNeighbour:
                context.Monitor.Machine.SignalToNeighbours(context.Chip, arguments.Second);
                return CommandOutcome.Done();
            case Region when context.Monitor.Firmware.HonoursRegions:
                return RegionQuery.Execute(context, message);
            default:
                return CommandOutcome.Refused(ScpResult.BadArgument);
        }
    }
}
