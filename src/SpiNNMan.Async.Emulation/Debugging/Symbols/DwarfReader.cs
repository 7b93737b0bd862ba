using System.Buffers.Binary;
using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>Reads the numbers and texts of DWARF, one after the other.</summary>
/// <param name="bytes">The bytes.</param>
internal ref struct DwarfReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => _left.IsEmpty;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _left.Length;

    /// <summary>A byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Two bytes.</summary>
    public ushort Half() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Four bytes.</summary>
    public uint Word() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A number without a sign, in as many bytes as it needs.</summary>
    public uint Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Byte();
            if (shift < 63) value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0) return (uint)value;
        }
    }

    /// <summary>A number with a sign, in as many bytes as it needs.</summary>
    public int Signed()
    {
        long value = 0;
        int shift = 0;
        byte next;
        do
        {
            next = Byte();
            if (shift < 63) value |= (long)(next & 0x7f) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        if ((next & 0x40) != 0 && shift < 63) value |= -1L << shift;
        return (int)value;
    }

    /// <summary>A text that ends with a zero.</summary>
    public string Text()
    {
        int end = _left.IndexOf((byte)0);
        if (end < 0) throw new InvalidDataException("A text of the line table does not end.");
        string text = Encoding.UTF8.GetString(_left[..end]);
        _left = _left[(end + 1)..];
        return text;
    }

    /// <summary>Some bytes.</summary>
    public ReadOnlySpan<byte> Take(uint count)
    {
        if (count > _left.Length) throw new InvalidDataException("The line table is cut short.");
        ReadOnlySpan<byte> taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }
}
