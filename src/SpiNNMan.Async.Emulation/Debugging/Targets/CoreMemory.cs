using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>All that a core addresses, memory and registers of devices, byte by byte.</summary>
internal static class CoreMemory
{
    /// <summary>Reads without any effect.</summary>
    /// <returns>How many bytes there are, from the start.</returns>
    public static int Read(EmulatedChip chip, ChipCore core, uint address, Span<byte> bytes)
    {
        int done = 0;
        Span<byte> word = stackalloc byte[4];
        while (done < bytes.Length)
        {
            uint at = address + (uint)done;
            int memory = core.Arm.Read(at, bytes[done..]);
            done += memory;
            if (memory > 0) continue;
            if (!DeviceView.TryPeek(chip, core, at & ~3u, out uint value)) break;
            BinaryPrimitives.WriteUInt32LittleEndian(word, value);
            int lane = (int)(at & 3);
            int count = Math.Min(4 - lane, bytes.Length - done);
            word.Slice(lane, count).CopyTo(bytes[done..]);
            done += count;
        }

        return done;
    }

    /// <summary>Writes. Registers get the widest accesses that the bytes allow.</summary>
    /// <returns>How many bytes could be written, from the start.</returns>
    public static int Write(ChipCore core, uint address, ReadOnlySpan<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            uint at = address + (uint)done;
            ReadOnlySpan<byte> left = bytes[done..];
            int memory = core.Arm.Write(at, left);
            done += memory;
            if (memory > 0) continue;
            AccessSize size = (at & 3) == 0 && left.Length >= 4 ? AccessSize.Word : (at & 1) == 0 && left.Length >= 2 ? AccessSize.Halfword : AccessSize.Byte;
            uint value = size switch
            {
                AccessSize.Word => BinaryPrimitives.ReadUInt32LittleEndian(left),
                AccessSize.Halfword => BinaryPrimitives.ReadUInt16LittleEndian(left),
                _ => left[0],
            };
            if (!DeviceView.TryWrite(core, at, size, value)) break;
            done += (int)size;
        }

        return done;
    }
}
