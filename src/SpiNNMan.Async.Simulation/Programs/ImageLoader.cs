using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Does what the table of an image says: copies, fills, and where to begin.</summary>
/// <remarks>Bytes are copied 32 at a time, so that up to 31 more are written than the table says. Source: docs/protocol/chip.md, "Images".</remarks>
internal sealed class ImageLoader(ArmCore core, ChipMemory memory, byte[] image, uint address)
{
    private const int Unit = 32;

    /// <summary>The most that a table may have written, in bytes: what is more would go round in memory.</summary>
    private const long MostBytes = 256 << 20;

    private readonly byte[] _buffer = new byte[64 << 10];
    private long _left = MostBytes;

    /// <summary>Puts the image into the memory of a core.</summary>
    /// <param name="entry">Where it begins.</param>
    /// <returns><see langword="false"/> if something shall be copied from or to where no memory is.</returns>
    public bool TryLoad(out uint entry)
    {
        entry = 0;
        for (int offset = 0; offset + AplxImage.EntrySize <= image.Length; offset += AplxImage.EntrySize)
        {
            ReadOnlySpan<byte> words = image.AsSpan(offset);
            uint first = BinaryPrimitives.ReadUInt32LittleEndian(words[4..]);
            uint second = BinaryPrimitives.ReadUInt32LittleEndian(words[8..]);
            uint third = BinaryPrimitives.ReadUInt32LittleEndian(words[12..]);
            switch ((AplxOperation)BinaryPrimitives.ReadUInt32LittleEndian(words))
            {
                case AplxOperation.Copy when TryCopy(first, second, third):
                case AplxOperation.CopyFromImage when TryCopy(first, address + (uint)offset + second, third):
                case AplxOperation.Fill when TryFill(first, second, third):
                    break;
                case AplxOperation.Execute:
                    entry = first;
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private bool TryCopy(uint to, uint from, uint length)
    {
        long left = (length + (Unit - 1L)) / Unit * Unit;
        while (left > 0)
        {
            Span<byte> part = _buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length));
            if (!TryRead(from, part) || !TryWrite(to, part))
                return false;

            to += (uint)part.Length;
            from += (uint)part.Length;
            left -= part.Length;
        }

        return true;
    }

    private bool TryFill(uint to, uint length, uint value)
    {
        for (int at = 0; at < _buffer.Length; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at), value);

        for (long left = length; left > 0;)
        {
            Span<byte> part = _buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length));
            if (!TryWrite(to, part))
                return false;

            to += (uint)part.Length;
            left -= part.Length;
        }

        return true;
    }

    /// <summary>Reads what was loaded, as it was when the start was asked for, and memory around it as it is.</summary>
    private bool TryRead(uint from, Span<byte> part)
    {
        if (!memory.TryRead(0, from, part, AccessUnit.Byte))
            return false;

        long first = Math.Max(from, (long)address);
        long end = Math.Min(from + (long)part.Length, address + (long)image.Length);
        if (first < end)
            image.AsSpan((int)(first - address), (int)(end - first)).CopyTo(part[(int)(first - from)..]);

        return true;
    }

    private bool TryWrite(uint to, ReadOnlySpan<byte> part)
    {
        _left -= part.Length;
        return _left >= 0 && core.Write(to, part) == part.Length;
    }
}
