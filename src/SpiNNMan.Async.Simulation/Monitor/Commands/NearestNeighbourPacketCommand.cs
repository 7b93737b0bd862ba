namespace SpiNNMan.Async.Simulation.Monitor.Commands;

/// <summary>CMD_NNP: sends a packet from neighbour to neighbour: a signal, or the start, selection and end of a flood fill.</summary>
/// <remarks>The chip that sends it acts on it when it comes back, so a chip without neighbours does nothing.</remarks>
internal sealed class NearestNeighbourPacketCommand : ICommandHandler
{
    private const uint ApplicationSignal = 5;
    private const uint IdMask = 0xFE;

    private enum PacketKind
    {
        Signal = 0,
        FloodFillStart = 6,
        FloodFillSelect = 7,
        FloodFillEnd = 15,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        (uint key, uint data, _) = message.Arguments;
        if (!context.Scamp.HasNeighbours)
            return CommandOutcome.Done();

        FloodFill fill = context.Scamp.FloodFill;
        switch ((PacketKind)((key >> 24) & 0xF))
        {
            case PacketKind.Signal when data >> 28 == ApplicationSignal:
                context.Scamp.Applications.Signal(data);
                break;
            case PacketKind.FloodFillStart:
                fill.Start((key >> 16) & IdMask, (key >> 8) & 0xFF, data);
                break;
            case PacketKind.FloodFillSelect:
                fill.Select(data, key);
                break;
            case PacketKind.FloodFillEnd:
                fill.End(key & IdMask, data);
                break;
        }

        return CommandOutcome.Done();
    }
}
