using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Memory in which every word says where it is, so that a caller sees whether it got its own.</summary>
internal static class Patterns
{
    public const uint Start = 0x6200_0000;
    public const int Size = 1 << 16;

    /// <summary>Where callers write.</summary>
    public const uint Free = 0x6300_0000;

    public static void Fill(VirtualMachine machine)
    {
        foreach (Simulation.Chips.VirtualChip chip in machine.Boards.SelectMany(static board => board.Chips))
            machine.WriteMemory(chip.Location, Start, Make(chip.Location, Start, Size));
    }

    /// <summary>What is in a piece of memory; the address is a multiple of 4.</summary>
    public static byte[] Make(ChipLocation chip, uint address, int length)
    {
        var bytes = new byte[(length + 3) & ~3];
        for (int at = 0; at < bytes.Length; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), Word(chip, address + (uint)at));

        return bytes[..length];
    }

    public static uint Word(ChipLocation chip, uint address) => (address * 2654435761) ^ ((uint)chip.X << 8) ^ ((uint)chip.Y << 20) ^ 0xA5A5_5A5A;
}
