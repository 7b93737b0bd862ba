using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>What a board may say of itself that is not so: chains without end, states that there are not, tables of rubbish.</summary>
internal static class Lies
{
    private const uint ChainStart = 0x6400_0000;
    private const int ChainSize = 1 << 20;

    /// <summary>Where a core's block says where its output is.</summary>
    private const uint IobufPointer = 0x58;

    public static void Tell(VirtualMachine machine, Random random)
    {
        Simulation.Chips.VirtualChip[] chips = [.. machine.Boards[0].Chips];
        ChipLocation chip = chips[random.Next(chips.Length)].Location;
        try
        {
            switch (random.Next(8))
            {
                case 0:
                case 1:
                    LieOfOutput(machine, chip, random);
                    break;
                case 2:
                    // A core's state, or the run-time error beside it.
                    machine.WriteMemory(chip, Block(random.Next(18)) + 0x2C + (uint)random.Next(4), [(byte)random.Next()]);
                    break;
                case 3:
                    LieOfHeap(machine, chip, random);
                    break;
                case 4:
                    WriteRubbish(machine, chip, MemoryMap.SystemVariables + (uint)(4 * random.Next(0x40)), 4, random);
                    break;
                case 5:
                    WriteRubbish(machine, chip, MemoryMap.CoreInfos, 18 * CoreInfo.Size, random);
                    break;
                case 6:
                    machine.WriteMemory(chip, SystemVariable.IobufSize.Address, Word((uint)random.NextInt64(1L << 32)));
                    break;
                default:
                    WriteRubbish(machine, chip, MemoryMap.SystemRam, 0x7000, random);
                    break;
            }
        }
        catch (Exception exception) when (exception is SpinnakerException or InvalidOperationException)
        {
            // The board is off, or nothing is there.
        }
    }

    private static uint Block(int core) => MemoryMap.CoreInfos + ((uint)core * CoreInfo.Size);

    private static byte[] Word(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>Output in blocks that overlap, or lead in a circle, or anywhere.</summary>
    private static void LieOfOutput(VirtualMachine machine, ChipLocation chip, Random random)
    {
        uint step = random.Next(3) switch
        {
            0 => 4,
            1 => 16,
            _ => (uint)(4 * random.Next(1, 5000)),
        };
        var chain = new byte[ChainSize];
        for (int at = 0; at < chain.Length; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(chain.AsSpan(at), ChainStart + (uint)((at + step) % ChainSize));

        machine.WriteMemory(chip, ChainStart, chain);
        machine.WriteMemory(chip, Block(random.Next(1, 17)) + IobufPointer, Word(ChainStart));
    }

    /// <summary>A heap of many blocks of no size, or whose blocks lead anywhere.</summary>
    private static void LieOfHeap(VirtualMachine machine, ChipLocation chip, Random random)
    {
        var pointer = new byte[sizeof(uint)];
        machine.ReadMemory(chip, SystemVariable.SdramHeap.Address, pointer);
        uint heap = BinaryPrimitives.ReadUInt32LittleEndian(pointer);
        if (random.Next(2) == 0)
        {
            WriteRubbish(machine, chip, heap, 32, random);
            return;
        }

        var chain = new byte[ChainSize];
        for (int at = 0; at + 8 <= chain.Length; at += 8)
            BinaryPrimitives.WriteUInt32LittleEndian(chain.AsSpan(at), ChainStart + (uint)at + 8);

        machine.WriteMemory(chip, ChainStart, chain);
        for (uint field = 0; field < 16; field += 4)
            machine.WriteMemory(chip, heap + field, Word(ChainStart));
    }

    private static void WriteRubbish(VirtualMachine machine, ChipLocation chip, uint address, int length, Random random)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        machine.WriteMemory(chip, address, bytes);
    }
}
