using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The system variables of a chip that change while it works, and where they are in memory.</summary>
internal static class LiveVariables
{
    public const uint InitialisationPhase = ChipAddresses.SystemVariables + 0x2D;
    public const uint P2PUp = ChipAddresses.SystemVariables + 0x06;
    public const uint Dimensions = ChipAddresses.SystemVariables + 0x02;
    public const byte Initialised = 255;

    /// <summary>The links that the monitor uses, a bit each.</summary>
    public const uint UsedLinks = ChipAddresses.SystemVariables + 0x65;

    /// <summary>How many questions a core may leave unanswered; 0 if none are asked.</summary>
    public const uint SoftWatchdog = ChipAddresses.SystemVariables + 0x43;

    /// <summary>How many messages can be on their way to the cores of a chip.</summary>
    public const uint SharedBuffers = ChipAddresses.SystemVariables + 0x41;

    private const uint LedPeriod = ChipAddresses.SystemVariables + 0x2B;
    private const uint SharedInUse = ChipAddresses.SystemVariables + 0x6C;
    private const uint SharedMost = ChipAddresses.SystemVariables + 0x6E;
    private const uint ClockMilliseconds = ChipAddresses.SystemVariables + 0x10;
    private const uint TimeMilliseconds = ChipAddresses.SystemVariables + 0x18;
    private const uint UnixTime = ChipAddresses.SystemVariables + 0x1C;
    private const int MapEntries = 20;
    private const byte NoCore = 255;

    /// <summary>Lets the light of a chip tell that one of its programs failed.</summary>
    public static void ShowFailure(ChipMemory memory, bool isByProgram) => memory.WriteByte(LedPeriod, (byte)(isByProgram ? 16 : 8));

    /// <summary>Shows how many messages are with cores, and how many ever were.</summary>
    public static void WriteSharedInUse(ChipMemory memory, int count)
    {
        memory.WriteHalf(SharedInUse, (ushort)count);
        if (memory.ReadHalf(SharedMost) < count)
            memory.WriteHalf(SharedMost, (ushort)count);
    }

    /// <summary>Brings the fields that count time up to date.</summary>
    public static void WriteClocks(ChipMemory memory, TimeSpan uptime, uint bootTime)
    {
        Span<byte> clocks = stackalloc byte[16];
        ulong milliseconds = (ulong)Math.Max(0, uptime.TotalMilliseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(clocks, milliseconds);
        memory.WriteBytes(ClockMilliseconds, clocks[..8]);
        memory.WriteHalf(TimeMilliseconds, (ushort)(milliseconds % 1000));
        memory.WriteWord(UnixTime, bootTime + (uint)(milliseconds / 1000));
    }

    /// <summary>Writes which cores there are, after that has changed.</summary>
    public static void WriteCoreMaps(ChipMemory memory, ReadOnlySpan<byte> cores)
    {
        Span<byte> sv = stackalloc byte[(int)ChipAddresses.SystemVariablesSize];
        WriteCores(sv, cores);
        memory.WriteBytes(ChipAddresses.SystemVariables + 0x94, sv[0x94..0xBD]);
    }

    /// <summary>Writes which cores there are into a copy of the variables.</summary>
    public static void WriteCores(Span<byte> sv, ReadOnlySpan<byte> cores)
    {
        Span<byte> virtualOf = sv.Slice(0x94, MapEntries);
        Span<byte> physicalOf = sv.Slice(0xA8, MapEntries);
        virtualOf.Fill(NoCore);
        physicalOf.Fill(NoCore);
        for (int core = 0; core < cores.Length; core++)
        {
            virtualOf[cores[core]] = (byte)core;
            physicalOf[core] = cores[core];
        }

        sv[0xBC] = (byte)cores.Length;
    }
}
