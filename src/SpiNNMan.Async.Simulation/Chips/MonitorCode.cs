using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The few words of the monitor's program and data that hosts have been seen to read. The program itself is not here.</summary>
internal static class MonitorCode
{
    private const uint Itcm = 0x00000000;
    private const uint Dtcm = 0x00400000;
    private const uint LoadedAddress = ChipAddresses.SystemRam + 0x10;
    private const uint LoadedApplication = ChipAddresses.SystemRam + 0x14;
    private const int VectorCount = 8;
    private const uint JumpThroughTable = 0xE59FF018;

    /// <summary>The targets of the vectors. The monitor damages the fourth itself: while it starts, it writes a state through a null pointer.</summary>
    private static ReadOnlySpan<uint> Handlers =>
    [
        0x000000D0, 0x000000D8, 0x000000E0, 0x000600E8, 0x000000F0, 0x00004A85, 0x000000F8, 0x00002A78,
        0x00400060, 0x08000040, 0x00006344, 0x00400CB8, 0x00408000, 0xDEADDEAD, 0x00400F20, 0x00000000,
    ];

    /// <summary>The start of the monitor's variables. The first value is one less on a chip with an Ethernet.</summary>
    private static ReadOnlySpan<uint> Variables => [0x00000005, 0x00000000, 0x00000005, 0x00400380];

    /// <summary>The monitor's variables behind its table of tags. A request for tags past the end of the table reads them.</summary>
    public static ReadOnlySpan<uint> AfterTags =>
    [
        0x00000000, 0x00000000, 0x00000041, 0x00000041, 0x00000041, 0x00000041, 0x00000000, 0x00000000,
        0x00000041, 0x00000041, 0x00000041, 0x00000041, 0x00000003, 0x00000004, 0x00000005, 0x00000000,
        0x00000001, 0x00000002, 0x00000001, 0x00000000, 0x00000100, 0x00000001, 0x00000000, 0x00000100,
        0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
        0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
        0x00000000, 0x00000000, 0x72942CC4, 0x9A65EC91, 0x00407800, 0x00400CB8, 0x00400CB8, 0xE5007000,
        0x00400DF4, 0x00010001, 0x00000000, 0x00000000, 0x000000C8, 0x00000000, 0x000060EA, 0x00403270,
    ];

    /// <summary>The first code of a core after a reset. It loads the application whose address follows the code.</summary>
    private static ReadOnlySpan<uint> ResetCode => [0xE3A0D841, 0xE28F0004, 0xE8900033, 0xFA000003];

    /// <summary>The words at the address where a core begins after a reset.</summary>
    private static ReadOnlySpan<byte> ResetVectors => "In Every Dream Home a Heartache\0"u8;

    /// <summary>Records the last start, for the code that loads applications.</summary>
    public static void WriteStart(ChipMemory memory, uint address, uint flags, byte application)
    {
        memory.WriteWord(LoadedAddress, address);
        memory.WriteWord(LoadedApplication, (flags << 8) | application);
    }

    /// <summary>Writes the values that differ on a chip with an Ethernet.</summary>
    public static void WriteEthernet(ChipMemory memory) => memory.WriteWord(Dtcm, Variables[0] - 1);

    public static void Write(ChipMemory memory)
    {
        for (uint i = 0; i < VectorCount; i++)
            memory.WriteWord(Itcm + (i * sizeof(uint)), JumpThroughTable);

        WriteWords(memory, Itcm + (VectorCount * sizeof(uint)), Handlers);
        WriteWords(memory, Dtcm, Variables);
        WriteWords(memory, ChipAddresses.SystemRam, ResetCode);
        WriteStart(memory, ChipAddresses.SdramSystem, flags: 0, application: 0);
        memory.WriteBytes(ChipAddresses.ResetVectors, ResetVectors);
    }

    private static void WriteWords(ChipMemory memory, uint address, ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[words.Length * sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], words[i]);

        memory.WriteBytes(address, bytes);
    }
}
