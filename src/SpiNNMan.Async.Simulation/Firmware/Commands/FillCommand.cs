using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_FILL: writes one word repeatedly. Address and length are not checked.</summary>
internal sealed class FillCommand : ICommandHandler
{
    private const int ChunkSize = 4096;

    /// <summary>No memory with its aliases is longer than this, so a longer fill always reaches a hole.</summary>
    private const uint LongestFill = 512u << 20;

    /// <summary>The time for that, at ten nanoseconds a byte.</summary>
    private static readonly TimeSpan s_longestFill = TimeSpan.FromMicroseconds(LongestFill / 100.0);

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        uint address = arguments.First;
        uint left = arguments.Third & ~3u;
        if (left > LongestFill && !context.Monitor.ForgivesBadAccess)
            return FillEverything(context, message, address);

        left = Math.Min(left, LongestFill);

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

    /// <summary>A fill that ends badly. The monitor does not answer while it fills memory, and then dies.</summary>
    private static CommandOutcome FillEverything(in CommandContext context, SdpBuffer message, uint address)
    {
        VirtualChip chip = context.Chip;
        if (!context.IsMonitor || (address & 3) != 0 || !chip.Memory.TryRead(0, address, stackalloc byte[sizeof(uint)], AccessUnit.Word))
            return context.Abort(message, address, 0);

        string why = $"The monitor of chip {chip.Location} died of filling all memory from address 0x{address:X8} on, asked by {message.Origin?.ToString() ?? "another chip"}.";
        chip.Hang(why);
        context.Monitor.Schedule(s_longestFill, () => chip.Kill(why));
        return CommandOutcome.NoReply;
    }
}
