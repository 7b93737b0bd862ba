using System.Buffers.Binary;

namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>The code of a program, as the linker wrote it.</summary>
/// <param name="parts">Pieces of code with their addresses.</param>
internal sealed class ProgramCode((uint Address, ReadOnlyMemory<byte> Bytes)[] parts)
{
    /// <summary>No code.</summary>
    public static readonly ProgramCode Empty = new([]);

    /// <summary>The instruction by which old ARM cores keep the address to return to before they branch by a register.</summary>
    private const uint KeepReturn = 0xe1a0e00f;

    /// <summary>Tells whether a word may be an address to return to: the instruction before it is a call.</summary>
    /// <param name="address">The word. Its lowest bit is set if the code is Thumb.</param>
    public bool IsAfterCall(uint address) => (address & 1) != 0 ? IsAfterThumbCall(address - 1) : (address & 3) == 0 && IsAfterArmCall(address);

    private bool IsAfterArmCall(uint address)
    {
        if (!TryRead(address - 4, 4, out uint instruction))
            return false;

        uint condition = instruction >> 28;
        bool isLink = condition != 15 && (instruction & 0x0f000000) == 0x0b000000;
        bool isExchange = condition == 15 && (instruction & 0x0e000000) == 0x0a000000;
        bool isByRegister = condition != 15 && (instruction & 0x0ffffff0) == 0x012fff30;
        return isLink || isExchange || isByRegister || (TryRead(address - 8, 4, out uint before) && before == KeepReturn);
    }

    private bool IsAfterThumbCall(uint address)
    {
        if (TryRead(address - 2, 2, out uint last) && (last & 0xff87) == 0x4780)
            return true;

        // A call has two halves: the upper bits of the way, and the lower ones, to Thumb or to ARM.
        return TryRead(address - 4, 2, out uint first) && (first & 0xf800) == 0xf000 && ((last & 0xf800) == 0xf800 || (last & 0xf801) == 0xe800);
    }

    private bool TryRead(uint address, uint size, out uint value)
    {
        foreach ((uint start, ReadOnlyMemory<byte> bytes) in parts)
        {
            if (address < start || address - start > (uint)bytes.Length || (uint)bytes.Length - (address - start) < size)
                continue;

            ReadOnlySpan<byte> at = bytes.Span[(int)(address - start)..];
            value = size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
            return true;
        }

        value = 0;
        return false;
    }
}
