using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A part of the address space of a chip that monitors read and write safely.</summary>
/// <param name="Name">The name, as users know it.</param>
/// <param name="First">The first address.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="IsOfCore">Whether each core has this region to itself.</param>
/// <remarks>Registers that change something when they are read, and registers of a single core, are in no region. The sizes are those of "Memory map" in docs/protocol/chip.md.</remarks>
internal sealed record MemoryRegion(string Name, uint First, uint Size, bool IsOfCore = false)
{
    private const uint Kibi = 1 << 10;
    private const uint Mebi = 1 << 20;

    private static readonly MemoryRegion[] s_all =
    [
        new("instruction memory", 0x00000000, 32 * Kibi, IsOfCore: true),
        new("data memory", 0x00400000, 64 * Kibi, IsOfCore: true),
        new("SDRAM", MemoryMap.Sdram, 128 * Mebi),
        new("SDRAM", MemoryMap.SdramUnbuffered, 128 * Mebi),
        new("the controller of SDRAM", 0xE0000000, 4 * Kibi),
        new("the controller of SDRAM", 0xF0000000, 4 * Kibi),
        new("the router", MemoryMap.Router, 96 * Kibi),
        new("the router", MemoryMap.RouterUnbuffered, 96 * Kibi),
        new("the system controller", 0xE2000000, 4 * Kibi),
        new("the system controller", 0xF2000000, 4 * Kibi),
        new("system RAM", MemoryMap.SystemRam, 32 * Kibi),
        new("system RAM", MemoryMap.SystemRamUnbuffered, 32 * Kibi),
    ];

    /// <summary>The last address.</summary>
    public uint Last => First + (Size - 1);

    /// <summary>The region that an address is in; <see langword="null"/> if it is in none.</summary>
    public static MemoryRegion? Find(long address) => Array.Find(s_all, region => address >= region.First && address <= region.Last);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} (0x{First:X8} to 0x{Last:X8})");
}
