using System.Buffers.Binary;

namespace SpiNNMan.Async.Cli.SourcePlaces;

/// <summary>The part of the data memory of a core where its stack is.</summary>
/// <param name="First">The first address.</param>
/// <param name="Length">The number of bytes.</param>
/// <remarks>Protocol: chip.md, "Stacks".</remarks>
internal readonly record struct StackArea(uint First, int Length)
{
    /// <summary>Where the sizes of the stacks begin in instruction memory, if the program has the system's library.</summary>
    public const uint TableAddress = 0x40;

    /// <summary>The number of bytes to read there.</summary>
    public const int TableSize = 24;

    private const uint DataMemory = 0x0040_0000;
    private const uint EndOfDataMemory = 0x0041_0000;
    private const int MostBytes = 4096;
    private const int UsualBytes = 8192;
    private const int BytesOfUser = 2048;
    private const uint Fill = 0xDEAD_DEAD;

    /// <summary>The stack of a core that left its stack pointer; <see langword="null"/> if that leads nowhere.</summary>
    public static StackArea? FromPointer(uint pointer) => pointer is >= DataMemory and < EndOfDataMemory && pointer % sizeof(uint) == 0
        ? new StackArea(pointer, (int)Math.Min(MostBytes, EndOfDataMemory - pointer))
        : null;

    /// <summary>The stacks of a core whose stack pointer nobody knows.</summary>
    /// <param name="table">The table at <see cref="TableAddress"/>. A program without the system's library has other bytes there.</param>
    public static StackArea FromTable(ReadOnlySpan<byte> table)
    {
        int words = BinaryPrimitives.ReadUInt16LittleEndian(table) + BinaryPrimitives.ReadUInt16LittleEndian(table[2..]) + BinaryPrimitives.ReadUInt16LittleEndian(table[4..]);
        uint top = BinaryPrimitives.ReadUInt32LittleEndian(table[16..]);
        long length = ((long)words * sizeof(uint)) + BytesOfUser;
        bool isTable = BinaryPrimitives.ReadUInt32LittleEndian(table[20..]) == Fill && top is > DataMemory and <= EndOfDataMemory && top % sizeof(uint) == 0 && length <= top - DataMemory;
        return isTable ? new StackArea(top - (uint)length, (int)length) : new StackArea(EndOfDataMemory - UsualBytes, UsualBytes);
    }
}
