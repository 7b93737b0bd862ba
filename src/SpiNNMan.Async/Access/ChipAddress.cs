using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Which addresses can be read without killing the monitor that reads them.</summary>
internal static class ChipAddress
{
    private const uint SdramSize = 128 << 20;
    private const uint SystemRamSize = 32 << 10;

    /// <summary>Whether a block is in SDRAM.</summary>
    public static bool IsSdram(uint address, uint length) =>
        IsWithin(address, length, MemoryMap.Sdram, SdramSize) || IsWithin(address, length, MemoryMap.SdramUnbuffered, SdramSize);

    /// <summary>Whether a block is in SDRAM or in system RAM.</summary>
    public static bool IsMemory(uint address, uint length) =>
        IsSdram(address, length)
        || IsWithin(address, length, MemoryMap.SystemRam, SystemRamSize)
        || IsWithin(address, length, MemoryMap.SystemRamUnbuffered, SystemRamSize);

    private static bool IsWithin(uint address, uint length, uint start, uint size) => address >= start && (long)address + length <= (long)start + size;
}
