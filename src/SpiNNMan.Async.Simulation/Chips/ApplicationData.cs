using System.Numerics;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The monitor's records of each application, by its number: how many cores it was started on, and whether it has something to free.</summary>
internal static class ApplicationData
{
    private const uint RecordSize = 8;
    private const uint CleanOffset = 1;
    private const uint SemaphoreOffset = 2;
    private const uint LeadOffset = 3;
    private const uint MaskOffset = 4;

    /// <summary>Records that cores were started.</summary>
    public static void Start(ChipMemory memory, byte application, uint cores)
    {
        if (cores == 0)
            return;

        uint record = AddressOf(application);
        byte running = memory.ReadByte(record);
        if (running == 0)
        {
            memory.WriteByte(record + CleanOffset, 0);
            memory.WriteByte(record + SemaphoreOffset, 0);
            memory.WriteByte(record + LeadOffset, (byte)BitOperations.TrailingZeroCount(cores));
            memory.WriteWord(record + MaskOffset, 0);
        }

        memory.WriteByte(record, (byte)(running + BitOperations.PopCount(cores)));
        memory.WriteWord(record + MaskOffset, memory.ReadWord(record + MaskOffset) | cores);
    }

    /// <summary>Records the stubs that were started when the chip was booted.</summary>
    public static void WriteStubs(ChipMemory memory, uint cores)
    {
        memory.WriteByte(AddressOf(0), (byte)BitOperations.PopCount(cores));
        memory.WriteByte(AddressOf(0) + LeadOffset, 1);
        memory.WriteWord(AddressOf(0) + MaskOffset, cores);
    }

    /// <summary>Records that the application has something to free.</summary>
    public static void Allocate(ChipMemory memory, byte application) => memory.WriteByte(AddressOf(application) + CleanOffset, 0);

    /// <summary>Records that everything was freed.</summary>
    /// <returns><see langword="false"/> if everything was freed already.</returns>
    public static bool TryClean(ChipMemory memory, byte application)
    {
        uint record = AddressOf(application);
        if (memory.ReadByte(record + CleanOffset) != 0)
            return false;

        memory.WriteByte(record, 0);
        memory.WriteByte(record + CleanOffset, 1);
        return true;
    }

    private static uint AddressOf(byte application) => ChipAddresses.ApplicationData + (application * RecordSize);
}
