using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Monitor.Commands;

/// <summary>CMD_FILL: writes one word again and again. Neither address nor length is checked.</summary>
internal sealed class FillCommand : ICommandHandler
{
    private const int ChunkSize = 4096;

    /// <summary>No memory with its aliases is longer, so that what goes on meets a hole in any case.</summary>
    private const uint LongestFill = 512u << 20;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        uint address = arguments.First;
        uint left = arguments.Third & ~3u;
        if (left > LongestFill)
            return context.Abort(message, address, 0);

        Span<byte> chunk = stackalloc byte[ChunkSize];
        for (int i = 0; i < ChunkSize; i += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(chunk[i..], arguments.Second);

        while (left > 0)
        {
            int count = (int)Math.Min(left, ChunkSize);
            if (!context.Chip.Memory.TryWrite(context.Core, address, chunk[..count], AccessUnit.Word))
                return context.Abort(message, address, 0);

            address += (uint)count;
            left -= (uint)count;
        }

        return CommandOutcome.Done();
    }
}
