using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A number for all memory of a machine: that of its chips and cores, and the registers of the cores. Two runs that differ have others, as good as always.</summary>
/// <remarks>FNV-1a over words of 64 bits; pages of zeros are passed over.</remarks>
internal static unsafe class MemoryHash
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int PageSize = 4096;

    /// <summary>The number for a machine, as it is now.</summary>
    public static ulong Of(EmulatedMachine machine)
    {
        ulong hash = Start;
        foreach (EmulatedChip chip in machine.Chips)
        {
            Mix(ref hash, chip.Memory.Sdram, ChipMemory.SdramSize);
            Mix(ref hash, chip.Memory.SystemRam, ChipMemory.SystemRamSize);
            foreach (ChipCore core in chip.Cores)
            {
                Mix(ref hash, core.Arm.Itcm, (int)ArmCore.ItcmSize);
                Mix(ref hash, core.Arm.Dtcm, (int)ArmCore.DtcmSize);
                for (int register = 0; register < 16; register++) Mix(ref hash, core.Arm[register]);
                Mix(ref hash, core.Arm.Cpsr);
            }
        }

        return hash;
    }

    private static void Mix(ref ulong hash, byte* memory, int size)
    {
        for (int page = 0; page < size; page += PageSize)
        {
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(new ReadOnlySpan<byte>(memory + page, PageSize));
            if (!words.ContainsAnyExcept(0UL)) continue;
            Mix(ref hash, (uint)page);
            foreach (ulong word in words) Mix(ref hash, word);
        }
    }

    private static void Mix(ref ulong hash, ulong value) => hash = (hash ^ value) * Prime;
}
