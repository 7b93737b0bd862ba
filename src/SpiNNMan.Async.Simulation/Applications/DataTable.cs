using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The table of regions by which the usual tool chain gives a program its data. The first user word of a core holds the address of the table.</summary>
internal static class DataTable
{
    private const uint Mark = 0xAD130AD6;
    private const uint Version = 0x00010000;
    private const uint VcpuBase = 0xE5007FCC;
    private const uint VcpuSize = 128;
    private const uint User0 = 0x70;
    private const uint RegionsOffset = 8;
    private const uint RegionSize = 12;
    private const uint LastPort = 7;
    private const uint LongestTick = 60_000_000;

    /// <summary>The address of the state of the core, which hosts read.</summary>
    public static uint VcpuOf(IVirtualCore core) => ReadWord(core, VcpuBase) + (VcpuSize * (uint)core.Location.Core);

    /// <summary>Finds a region.</summary>
    /// <returns>Its address, or 0 if the program has no table.</returns>
    public static uint FindRegion(IVirtualCore core, uint region)
    {
        uint table = ReadWord(core, VcpuOf(core) + User0);
        return table != 0 && ReadWord(core, table) == Mark && ReadWord(core, table + 4) == Version
            ? ReadWord(core, table + RegionsOffset + (RegionSize * region))
            : 0;
    }

    /// <summary>Reads the first region of a program that is built on the simulation library.</summary>
    public static bool TryReadHeader(IVirtualCore core, out Header header)
    {
        header = default;
        uint region = FindRegion(core, 0);
        if (region == 0)
            return false;

        uint tick = ReadWord(core, region + 4);
        uint port = ReadWord(core, region + 8);
        header = new Header(ReadWord(core, region), TimeSpan.FromMicroseconds(tick), (byte)port);
        return tick is > 0 and <= LongestTick && port <= LastPort;
    }

    /// <summary>Reads a word. The result is 0 where there is no memory.</summary>
    public static uint ReadWord(IVirtualCore core, uint address)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        return core.TryRead(address, word) ? BinaryPrimitives.ReadUInt32LittleEndian(word) : 0;
    }

    /// <summary>Writes a word.</summary>
    public static void WriteWord(IVirtualCore core, uint address, uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        core.TryWrite(address, word);
    }

    /// <summary>Writes words, one after the other.</summary>
    public static void WriteWords(IVirtualCore core, uint address, params ReadOnlySpan<uint> values)
    {
        for (int i = 0; i < values.Length; i++)
            WriteWord(core, address + ((uint)i * sizeof(uint)), values[i]);
    }

    /// <summary>The settings of the simulation library.</summary>
    /// <param name="NameHash">The first eight digits of the MD5 sum of the program's name. The program has them in itself as well.</param>
    /// <param name="Tick">How long a tick is.</param>
    /// <param name="Port">The port that controls the runs.</param>
    internal readonly record struct Header(uint NameHash, TimeSpan Tick, byte Port);
}
