using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes single loads and stores.</summary>
internal static unsafe class LoadStore
{
    /// <summary>A load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Load<TAccess, TAddressing>(ArmCore core, Op* op, long clocks)
        where TAccess : struct, IAccess
        where TAddressing : struct, IAddressing
    {
        ulong found = TAddressing.Find(core, op);
        uint address = (uint)found;
        if (!MemoryAccess.IsDtcm(address, TAccess.Size)) return SlowLoad<TAccess, TAddressing>(core, op, clocks, found);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        core.Reg(op->Rd) = TAccess.LoadAt(core.DtcmBias + address);
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>A store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Store<TAccess, TAddressing>(ArmCore core, Op* op, long clocks)
        where TAccess : struct, IAccess
        where TAddressing : struct, IAddressing
    {
        ulong found = TAddressing.Find(core, op);
        uint address = (uint)found;
        if (!MemoryAccess.IsDtcm(address, TAccess.Size)) return SlowStore<TAccess, TAddressing>(core, op, clocks, found);
        TAccess.StoreAt(core.DtcmBias + address, core.Reg(op->Rd));
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>A load of a word from ITCM, at the address in Imm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadLiteral(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = *(uint*)(core.Itcm + op->Imm);
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>A load of a word from other memory, at the address in Imm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadAbsolute(ArmCore core, Op* op, long clocks)
    {
        core.Time += clocks + Flow.Instruction;
        uint value = MemoryAccess.LoadWord(core, op->Imm);
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        core.Reg(op->Rd) = value;
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    /// <summary>A load of the PC. The lowest bit of the loaded value selects the instruction set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadPc<TAddressing>(ArmCore core, Op* op, long clocks)
        where TAddressing : struct, IAddressing
    {
        ulong found = TAddressing.Find(core, op);
        uint value;
        if (MemoryAccess.IsDtcm((uint)found, 4))
        {
            value = *(uint*)(core.DtcmBias + (uint)found);
            core.Time += clocks + Flow.Branch;
        }
        else
        {
            core.Time += clocks + Flow.Branch;
            value = MemoryAccess.LoadWord(core, (uint)found);
        }

        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        Op* target = Flow.Exchange(core, value, 0);
        if (core.Attention == Attention.None || target == null) return target;
        core.NextPc = target->Address;
        return null;
    }

    /// <summary>A load of the PC from a fixed address: a vector. Opcode counts the jumps until its target is translated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LoadVector<TAddressing>(ArmCore core, Op* op, long clocks)
        where TAddressing : struct, IAddressing
    {
        Op* target = LoadPc<TAddressing>(core, op, clocks);
        if (--op->Opcode == 0 && target != null) core.Code.IsHot(target->Address, core.Thumb);
        return target;
    }

    /// <summary>LDRD.</summary>
    public static Op* LoadDouble<TAddressing>(ArmCore core, Op* op, long clocks)
        where TAddressing : struct, IAddressing
    {
        ulong found = TAddressing.Find(core, op);
        core.Time += clocks + Flow.Instruction + 1;
        uint low = MemoryAccess.LoadWord(core, (uint)found);
        uint high = (core.Attention & Attention.Abort) != Attention.None ? 0 : MemoryAccess.LoadWord(core, (uint)found + 4);
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        core.Reg(op->Rd) = low;
        core.Reg(op->Rd + 1) = high;
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    /// <summary>STRD.</summary>
    public static Op* StoreDouble<TAddressing>(ArmCore core, Op* op, long clocks)
        where TAddressing : struct, IAddressing
    {
        ulong found = TAddressing.Find(core, op);
        core.Time += clocks + Flow.Instruction + 1;
        MemoryAccess.StoreWord(core, (uint)found, core.Reg(op->Rd));
        if ((core.Attention & Attention.Abort) == Attention.None) MemoryAccess.StoreWord(core, (uint)found + 4, core.Reg(op->Rd + 1));
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    /// <summary>SWP and SWPB.</summary>
    public static Op* Swap<TAccess>(ArmCore core, Op* op, long clocks)
        where TAccess : struct, IAccess
    {
        core.Time += clocks + Flow.Instruction + 1;
        uint address = core.Reg(op->Rn);
        uint value = TAccess.Load(core, address);
        if ((core.Attention & Attention.Abort) == Attention.None) TAccess.Store(core, address, core.Reg(op->Rm));
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        core.Reg(op->Rd) = value;
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Op* SlowLoad<TAccess, TAddressing>(ArmCore core, Op* op, long clocks, ulong found)
        where TAccess : struct, IAccess
        where TAddressing : struct, IAddressing
    {
        core.Time += clocks + Flow.Instruction;
        uint value = TAccess.Load(core, (uint)found);
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        core.Reg(op->Rd) = value;
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Op* SlowStore<TAccess, TAddressing>(ArmCore core, Op* op, long clocks, ulong found)
        where TAccess : struct, IAccess
        where TAddressing : struct, IAddressing
    {
        core.Time += clocks + Flow.Instruction;
        TAccess.Store(core, (uint)found, core.Reg(op->Rd));
        if ((core.Attention & Attention.Abort) != Attention.None) return Flow.Fault(core, op);
        if (TAddressing.WritesBack) core.Reg(op->Rn) = (uint)(found >> 32);
        return core.Attention != Attention.None ? Flow.Leave(core, op) : Flow.Next(core, op, 0);
    }
}
