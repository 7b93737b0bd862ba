using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>
/// Executes LDM and STM. Imm is the list of registers. Bits 0 and 1 of Rs give the first address, as the bits P and U of the instruction do. Bit 2 says whether the base
/// changes. After an abort, the base is unchanged, and after an aborted load all registers are.
/// </summary>
internal static unsafe class BlockTransfer
{
    /// <summary>The bit of Rs for addresses that grow from the base.</summary>
    public const int Up = 1;

    /// <summary>The bit of Rs for transfers that leave out the base address itself.</summary>
    public const int Before = 2;

    /// <summary>The bit of Rs for a base that changes.</summary>
    public const int WriteBack = 4;

    /// <summary>LDM of registers of the current mode, without the PC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Load(ArmCore core, Op* op, long clocks)
    {
        uint list = op->Imm;
        uint size = 4 * (uint)BitOperations.PopCount(list);
        uint start = First(op, core.Reg(op->Rn), size);
        if (!IsDtcm(start, size)) return SlowLoad(core, op, clocks);
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = After(op, core.Reg(op->Rn), size);
        uint* memory = (uint*)(core.DtcmBias + start);
        for (uint left = list; left != 0; left &= left - 1) core.Reg(BitOperations.TrailingZeroCount(left)) = *memory++;
        return Flow.Next(core, op, clocks + Flow.Instruction + (size >> 2));
    }

    /// <summary>STM of registers of the current mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Store(ArmCore core, Op* op, long clocks)
    {
        uint size = 4 * (uint)BitOperations.PopCount(op->Imm);
        uint start = First(op, core.Reg(op->Rn), size);
        if (!IsDtcm(start, size)) return SlowStore(core, op, clocks);
        uint* memory = (uint*)(core.DtcmBias + start);
        for (uint left = op->Imm; left != 0; left &= left - 1) *memory++ = core.Reg(BitOperations.TrailingZeroCount(left));
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = After(op, core.Reg(op->Rn), size);
        return Flow.Next(core, op, clocks + Flow.Instruction + (size >> 2));
    }

    /// <summary>LDM with the PC. The lowest bit of the loaded value selects the instruction set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadPc(ArmCore core, Op* op, long clocks)
    {
        uint size = 4 * (uint)BitOperations.PopCount(op->Imm);
        uint start = First(op, core.Reg(op->Rn), size);
        if (!IsDtcm(start, size)) return SlowLoadPc(core, op, clocks, false);
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = After(op, core.Reg(op->Rn), size);
        uint* memory = (uint*)(core.DtcmBias + start);
        for (uint left = op->Imm & 0x7fff; left != 0; left &= left - 1) core.Reg(BitOperations.TrailingZeroCount(left)) = *memory++;
        return Flow.Exchange(core, *memory, clocks + Flow.Branch + (size >> 2));
    }

    /// <summary>LDM with the PC and S: a return from an exception. The SPSR selects the instruction set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadReturn(ArmCore core, Op* op, long clocks)
    {
        uint size = 4 * (uint)BitOperations.PopCount(op->Imm);
        uint start = First(op, core.Reg(op->Rn), size);
        if (!IsDtcm(start, size)) return SlowLoadPc(core, op, clocks, true);
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = After(op, core.Reg(op->Rn), size);
        uint* memory = (uint*)(core.DtcmBias + start);
        for (uint left = op->Imm & 0x7fff; left != 0; left &= left - 1) core.Reg(BitOperations.TrailingZeroCount(left)) = *memory++;
        ProgramStatus.Restore(core);
        core.Time += clocks + Flow.Branch + (size >> 2);
        core.NextPc = *memory & (core.Thumb != 0 ? ~1u : ~3u);
        return null;
    }

    /// <summary>LDM with S, without the PC: the registers of user mode.</summary>
    public static Op* LoadUser(ArmCore core, Op* op, long clocks)
    {
        uint* words = stackalloc uint[16];
        if (!Fetch(core, op, clocks + Flow.Instruction, words)) return Flow.Fault(core, op);
        ChangeBase(core, op);
        uint mode = core.Mode;
        ProgramStatus.ChangeMode(core, ProcessorMode.System);
        Put(core, op->Imm, words);
        ProgramStatus.ChangeMode(core, mode);
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    /// <summary>STM with S: the registers of user mode.</summary>
    public static Op* StoreUser(ArmCore core, Op* op, long clocks)
    {
        uint mode = core.Mode;
        uint size = 4 * (uint)BitOperations.PopCount(op->Imm);
        uint start = First(op, core.Reg(op->Rn), size);
        uint after = After(op, core.Reg(op->Rn), size);
        core.Time += clocks + Flow.Instruction + (size >> 2);
        ProgramStatus.ChangeMode(core, ProcessorMode.System);
        bool stored = StoreWords(core, op->Imm, start);
        ProgramStatus.ChangeMode(core, mode);
        if (!stored) return Flow.Fault(core, op);
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = after;
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    /// <summary>The lowest address of a transfer.</summary>
    public static uint First(Op* op, uint start, uint size) => (op->Rs & (Up | Before)) switch
    {
        Up => start,
        Up | Before => start + 4,
        Before => start - size,
        _ => start - size + 4,
    };

    /// <summary>The new value of the base.</summary>
    public static uint After(Op* op, uint start, uint size) => (op->Rs & Up) != 0 ? start + size : start - size;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDtcm(uint start, uint size) => MemoryAccess.IsDtcm(start, 4) && MemoryAccess.IsDtcm(start + size - 4, 4);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Op* SlowLoad(ArmCore core, Op* op, long clocks)
    {
        uint* words = stackalloc uint[16];
        if (!Fetch(core, op, clocks + Flow.Instruction, words)) return Flow.Fault(core, op);
        ChangeBase(core, op);
        Put(core, op->Imm, words);
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Op* SlowLoadPc(ArmCore core, Op* op, long clocks, bool isReturn)
    {
        uint* words = stackalloc uint[16];
        if (!Fetch(core, op, clocks + Flow.Branch, words)) return Flow.Fault(core, op);
        ChangeBase(core, op);
        int before = BitOperations.PopCount(op->Imm) - 1;
        Put(core, op->Imm & 0x7fff, words);
        if (isReturn) ProgramStatus.Restore(core);
        else core.Thumb = words[before] & 1;
        core.NextPc = words[before] & (core.Thumb != 0 ? ~1u : ~3u);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Op* SlowStore(ArmCore core, Op* op, long clocks)
    {
        uint size = 4 * (uint)BitOperations.PopCount(op->Imm);
        core.Time += clocks + Flow.Instruction + (size >> 2);
        if (!StoreWords(core, op->Imm, First(op, core.Reg(op->Rn), size))) return Flow.Fault(core, op);
        ChangeBase(core, op);
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    private static bool StoreWords(ArmCore core, uint list, uint address)
    {
        if ((address & 3) != 0 && MemoryAccess.Unaligned(core, address)) return false;
        for (address &= ~3u; list != 0; list &= list - 1, address += 4)
        {
            MemoryAccess.StoreWord(core, address, core.Reg(BitOperations.TrailingZeroCount(list)));
            if ((core.Attention & Attention.Abort) != Attention.None) return false;
        }

        return true;
    }

    private static bool Fetch(ArmCore core, Op* op, long clocks, uint* words)
    {
        int count = BitOperations.PopCount(op->Imm);
        uint address = First(op, core.Reg(op->Rn), 4 * (uint)count);
        core.Time += clocks + count;
        if ((address & 3) != 0 && MemoryAccess.Unaligned(core, address)) return false;
        address &= ~3u;
        for (int word = 0; word < count; word++, address += 4)
        {
            words[word] = MemoryAccess.LoadWord(core, address);
            if ((core.Attention & Attention.Abort) != Attention.None) return false;
        }

        return true;
    }

    private static void Put(ArmCore core, uint list, uint* words)
    {
        for (; list != 0; list &= list - 1) core.Reg(BitOperations.TrailingZeroCount(list)) = *words++;
    }

    private static void ChangeBase(ArmCore core, Op* op)
    {
        if ((op->Rs & WriteBack) != 0) core.Reg(op->Rn) = After(op, core.Reg(op->Rn), 4 * (uint)BitOperations.PopCount(op->Imm));
    }
}
