using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_NNP: sends a packet from neighbour to neighbour.</summary>
internal sealed class NearestNeighbourPacketCommand : ICommandHandler
{
    private const uint GiveIdFlag = 1u << 31;
    private const int LinksShift = 8;
    private const uint RepeatsMask = 7;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        (uint key, uint data, uint how) = message.Arguments;
        uint links = (how >> LinksShift) & context.Chip.Identity.Links;
        context.Monitor.Machine.SendToNeighbours(context.Chip, key, data, givesId: (how & GiveIdFlag) != 0, leaves: links != 0, repeats: (int)(how & RepeatsMask));
        return CommandOutcome.Done();
    }
}
