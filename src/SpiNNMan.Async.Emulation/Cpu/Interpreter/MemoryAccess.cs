using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.State;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>
/// The memory accesses of a core. Before each call except <see cref="IsDtcm"/>, the core's time must be up to date, including the instruction. After it,
/// <see cref="ArmCore.Attention"/> says whether there is work left.
/// </summary>
internal static unsafe class MemoryAccess
{
    private const int SdramReadClocks = 8;
    private const int SdramWriteClocks = 1;
    private const int SystemReadClocks = 4;
    private const int SystemWriteClocks = 2;

    /// <summary>Whether an access goes to DTCM, in its first 64 KB, and is aligned. This case must be fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDtcm(uint address, uint size) => (address & (0xffff0000 | (size - 1))) == ArmCore.DtcmBase;

    /// <summary>Loads a word. An unaligned word is rotated, or the access is aborted if alignment is checked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint LoadWord(ArmCore core, uint address)
    {
        if ((address & 3) == 0) return Load(core, address, AccessSize.Word);
        return Unaligned(core, address) ? 0 : BitOperations.RotateRight(Load(core, address & ~3u, AccessSize.Word), (int)(address & 3) * 8);
    }

    /// <summary>Loads a halfword, extended with zeros.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint LoadHalfword(ArmCore core, uint address) =>
        (address & 1) != 0 && Unaligned(core, address) ? 0 : Load(core, address & ~1u, AccessSize.Halfword);

    /// <summary>Loads a byte, extended with zeros.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint LoadByte(ArmCore core, uint address) => Load(core, address, AccessSize.Byte);

    /// <summary>Stores a word. The low bits of the address are ignored, or the access is aborted if alignment is checked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreWord(ArmCore core, uint address, uint value)
    {
        if ((address & 3) != 0 && Unaligned(core, address)) return;
        Store(core, address & ~3u, value, AccessSize.Word);
    }

    /// <summary>Stores the low half of a value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreHalfword(ArmCore core, uint address, uint value)
    {
        if ((address & 1) != 0 && Unaligned(core, address)) return;
        Store(core, address & ~1u, value & 0xffff, AccessSize.Halfword);
    }

    /// <summary>Stores the low byte of a value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreByte(ArmCore core, uint address, uint value) => Store(core, address, value & 0xff, AccessSize.Byte);

    /// <summary>Whether an unaligned address is an error. The access is then aborted.</summary>
    public static bool Unaligned(ArmCore core, uint address) => (core.Control & ArmCore.AlignmentCheck) != 0 && Aborted(core, address);

    /// <summary>Reads the memory at a pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadAt(byte* memory, AccessSize size) => size switch
    {
        AccessSize.Byte => *memory,
        AccessSize.Halfword => *(ushort*)memory,
        _ => *(uint*)memory,
    };

    /// <summary>Writes the memory at a pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteAt(byte* memory, uint value, AccessSize size)
    {
        if (size == AccessSize.Byte) *memory = (byte)value;
        else if (size == AccessSize.Halfword) *(ushort*)memory = (ushort)value;
        else *(uint*)memory = value;
    }

    /// <summary>Reads an aligned address of memory or a device.</summary>
    private static uint Load(ArmCore core, uint address, AccessSize size)
    {
        ChipMemory memory = core.Memory;
        switch (address >> 24)
        {
            case 0 when address < 2 * ArmCore.DtcmBase:
                return ReadAt(address < ArmCore.DtcmBase ? core.Itcm + (address & (ArmCore.ItcmSize - 1)) : core.Dtcm + (address & (ArmCore.DtcmSize - 1)), size);
            case >= 0x60 and < 0x80:
                core.Time += SdramReadClocks;
                return ReadAt(memory.Sdram + (address & (ChipMemory.SdramSize - 1)), size);
            case 0xe5 or 0xf5:
                core.Time += SystemReadClocks;
                return ReadAt(memory.SystemRam + (address & (ChipMemory.SystemRamSize - 1)), size);
            case 0xe6 or 0xf6:
                core.Time += SystemReadClocks;
                return ReadAt(memory.BootRom + (address & (ChipMemory.BootRomSize - 1)), size);
            case 0xff when address < 0xfffff000:
                core.Time += SystemReadClocks;
                return ReadAt(memory.Vectors + (address & (ChipMemory.BootRomSize - 1)), size);
            default:
                BusOutcome outcome = core.Bus.Read(core, address, size, out uint value);
                if (outcome != BusOutcome.Done) Note(core, address, outcome);
                return outcome == BusOutcome.Abort ? 0 : value;
        }
    }

    /// <summary>Writes an aligned address of memory or a device.</summary>
    private static void Store(ArmCore core, uint address, uint value, AccessSize size)
    {
        ChipMemory memory = core.Memory;
        switch (address >> 24)
        {
            case 0 when address < 2 * ArmCore.DtcmBase:
                StoreTightlyCoupled(core, address, value, size);
                break;
            case >= 0x60 and < 0x80:
                core.Time += SdramWriteClocks;
                WriteAt(memory.Sdram + (address & (ChipMemory.SdramSize - 1)), value, size);
                memory.SdramWritten(address & (ChipMemory.SdramSize - 1), (uint)size);
                LookAtCode(core);
                break;
            case 0xe5 or 0xf5:
                StoreSystemRam(core, address, value, size);
                break;
            case 0xe6:
                core.Time += SystemWriteClocks;
                break;
            case 0xf6:
                Aborted(core, address);
                break;
            case 0xff when address < 0xfffff000:
                if (memory.VectorsInSystemRam) StoreSystemRam(core, address, value, size);
                else Aborted(core, address);
                break;
            default:
                BusOutcome outcome = core.Bus.Write(core, address, size, value);
                if (outcome != BusOutcome.Done) Note(core, address, outcome);
                break;
        }
    }

    private static void StoreTightlyCoupled(ArmCore core, uint address, uint value, AccessSize size)
    {
        if (address >= ArmCore.DtcmBase)
        {
            WriteAt(core.Dtcm + (address & (ArmCore.DtcmSize - 1)), value, size);
            return;
        }

        uint offset = address & (ArmCore.ItcmSize - 1);
        WriteAt(core.Itcm + offset, value, size);
        if (core.Code.IsItcmCode(offset)) core.Code.ItcmWritten(offset, (uint)size);
    }

    private static void StoreSystemRam(ArmCore core, uint address, uint value, AccessSize size)
    {
        core.Time += SystemWriteClocks;
        uint offset = address & (ChipMemory.SystemRamSize - 1);
        WriteAt(core.Memory.SystemRam + offset, value, size);
        core.Memory.SystemRamWritten(offset, (uint)size);
        LookAtCode(core);
    }

    private static void LookAtCode(ArmCore core)
    {
        if (core.Code.IsStale) core.Attention |= Attention.Look;
    }

    private static void Note(ArmCore core, uint address, BusOutcome outcome)
    {
        if (outcome == BusOutcome.EndSlice) core.Attention |= Attention.EndSlice;
        else Aborted(core, address);
    }

    private static bool Aborted(ArmCore core, uint address)
    {
        core.Attention |= Attention.Abort;
        core.AbortAddress = address;
        return true;
    }
}
