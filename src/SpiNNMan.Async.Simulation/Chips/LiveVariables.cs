using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The system variables of a chip that change while it works, and their addresses.</summary>
internal static class LiveVariables
{
    public const uint InitialisationPhase = ChipAddresses.SystemVariables + 0x2D;
    public const uint P2PUp = ChipAddresses.SystemVariables + 0x06;
    public const uint Dimensions = ChipAddresses.SystemVariables + 0x02;
    public const byte Initialised = 255;

    /// <summary>The chip whose tag 0 carries the text of cores to hosts.</summary>
    public const uint Debug = ChipAddresses.SystemVariables + 0x04;

    /// <summary>The links that the monitor uses, one bit each.</summary>
    public const uint UsedLinks = ChipAddresses.SystemVariables + 0x65;

    /// <summary>How many questions of the watchdog a core may leave unanswered; 0 for no questions.</summary>
    public const uint SoftWatchdog = ChipAddresses.SystemVariables + 0x43;

    /// <summary>How many messages can be in transit to the cores of a chip.</summary>
    public const uint SharedBuffers = ChipAddresses.SystemVariables + 0x41;

    /// <summary>The first free message buffer. The first word of each buffer holds the address of the next.</summary>
    public const uint FreeShared = ChipAddresses.SystemVariables + 0x68;

    /// <summary>The cores that have a message for the monitor, one bit each, by virtual number.</summary>
    public const uint MailFlags = ChipAddresses.SystemVariables + 0xEC;

    /// <summary>The fields that count time, and their size.</summary>
    public const uint Clocks = ChipAddresses.SystemVariables + 0x10;
    public const uint ClocksSize = UnixTime + sizeof(uint) - Clocks;

    private const uint SharedBufferSize = 292;
    private const uint MostSharedBuffers = 7;
    private const uint LedPeriod = ChipAddresses.SystemVariables + 0x2B;
    private const uint SharedInUse = ChipAddresses.SystemVariables + 0x6C;
    private const uint SharedMost = ChipAddresses.SystemVariables + 0x6E;
    private const uint TimeMilliseconds = ChipAddresses.SystemVariables + 0x18;
    private const uint UnixTime = ChipAddresses.SystemVariables + 0x1C;
    private const int MapEntries = 20;
    private const byte NoCore = 255;

    /// <summary>Makes the light of a chip show that one of its programs failed.</summary>
    public static void ShowFailure(ChipMemory memory, bool isByProgram) => memory.WriteByte(LedPeriod, (byte)(isByProgram ? 16 : 8));

    /// <summary>Writes how many messages are with cores now, and how many there were at most.</summary>
    public static void WriteSharedInUse(ChipMemory memory, int count)
    {
        memory.WriteHalf(SharedInUse, (ushort)count);
        if (memory.ReadHalf(SharedMost) < count)
            memory.WriteHalf(SharedMost, (ushort)count);
    }

    /// <summary>Makes a list of the message buffers in the form that cores expect.</summary>
    public static void LinkSharedBuffers(ChipMemory memory)
    {
        uint count = Math.Min(memory.ReadByte(SharedBuffers), MostSharedBuffers);
        for (uint i = 0; i < count; i++)
            memory.WriteWord(ChipAddresses.SharedMessages + (i * SharedBufferSize), i + 1 < count ? ChipAddresses.SharedMessages + ((i + 1) * SharedBufferSize) : 0);

        memory.WriteWord(FreeShared, count == 0 ? 0 : ChipAddresses.SharedMessages);
        memory.WriteHalf(SharedInUse, 0);
    }

    /// <summary>Takes a message buffer from the list.</summary>
    /// <returns>Its address, or 0 if there is none or a program has damaged the list.</returns>
    public static uint TakeShared(ChipMemory memory)
    {
        uint buffer = memory.ReadWord(FreeShared);
        if (!IsShared(buffer))
            return 0;

        memory.WriteWord(FreeShared, memory.ReadWord(buffer));
        WriteSharedInUse(memory, memory.ReadHalf(SharedInUse) + 1);
        return buffer;
    }

    /// <summary>Puts a message buffer back on the list.</summary>
    public static void FreeSharedBuffer(ChipMemory memory, uint buffer)
    {
        if (!IsShared(buffer))
            return;

        memory.WriteWord(buffer, memory.ReadWord(FreeShared));
        memory.WriteWord(FreeShared, buffer);
        WriteSharedInUse(memory, Math.Max(0, memory.ReadHalf(SharedInUse) - 1));
    }

    private static bool IsShared(uint buffer) => (buffer & 3) == 0 && buffer >> 24 is (0xE5 or 0xF5);

    /// <summary>Updates the fields that count time.</summary>
    public static void WriteClocks(ChipMemory memory, TimeSpan uptime, uint bootTime)
    {
        Span<byte> clocks = stackalloc byte[(int)ClocksSize];
        memory.TryRead(0, Clocks, clocks, AccessUnit.Byte);
        WriteClocks(clocks, (ulong)Math.Max(0, uptime.TotalMilliseconds), bootTime);
        memory.WriteBytes(Clocks, clocks);
    }

    /// <summary>Updates the fields that count time.</summary>
    /// <param name="clocks">The memory from <see cref="Clocks"/> on.</param>
    /// <param name="milliseconds">How long the chip has worked.</param>
    /// <param name="bootTime">When it was booted, in seconds since 1970.</param>
    public static void WriteClocks(Span<byte> clocks, ulong milliseconds, uint bootTime)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(clocks, milliseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(clocks[(int)(TimeMilliseconds - Clocks)..], (ushort)(milliseconds % 1000));
        BinaryPrimitives.WriteUInt32LittleEndian(clocks[(int)(UnixTime - Clocks)..], bootTime + (uint)(milliseconds / 1000));
    }

    /// <summary>Writes the list of cores after it has changed.</summary>
    public static void WriteCoreMaps(ChipMemory memory, ReadOnlySpan<byte> cores)
    {
        Span<byte> sv = stackalloc byte[(int)ChipAddresses.SystemVariablesSize];
        WriteCores(sv, cores);
        memory.WriteBytes(ChipAddresses.SystemVariables + 0x94, sv[0x94..0xBD]);
    }

    /// <summary>Writes the list of cores into a copy of the variables.</summary>
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
