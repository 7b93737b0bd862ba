using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_FFD: a block of a flood fill. Every chip writes it to its memory.</summary>
internal sealed class FloodFillDataCommand : ICommandHandler
{
    private const uint IdMask = 0xFE;
    private const int RetryShift = 16;
    private const uint RepeatsMask = 7;

    /// <summary>A block has one packet for each word, and two more.</summary>
    private const int StartAndEnd = 2;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        (uint first, uint second, uint address) = message.Arguments;
        if (!context.Monitor.Machine.HasNeighbours)
            return CommandOutcome.Done();

        int length = sizeof(uint) * ((int)((second >> 8) & 0xFF) + 1);
        int packets = ((int)((first >> RetryShift) & RepeatsMask) + 1) * ((length / sizeof(uint)) + StartAndEnd);
        Span<byte> data = message.Data;
        context.Monitor.Machine.FloodFill(first & IdMask, (second >> 16) & 0xFF, address, data[..Math.Min(length, data.Length & ~3)], packets);
        return CommandOutcome.Done();
    }
}
