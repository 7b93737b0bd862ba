using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes the signal-processing instructions of ARMv5TE: saturating arithmetic, multiplications of halfwords, CLZ. In multiplications, bits 5 and 6 of the instruction select the halves.</summary>
internal static unsafe class SignalProcessing
{
    /// <summary>CLZ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Clz(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = (uint)BitOperations.LeadingZeroCount(core.Reg(op->Rm));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>QADD, QSUB, QDADD and QDSUB: bit 21 subtracts, bit 22 doubles.</summary>
    public static Op* Saturating(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = Saturate(core, op->Opcode, core.Reg(op->Rm), core.Reg(op->Rn));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>SMLAxy: Rd = Rm.x * Rs.y + Rn.</summary>
    public static Op* Smla(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = AddWithSticky(core, Product(op->Opcode, core.Reg(op->Rm), core.Reg(op->Rs)), core.Reg(op->Rn));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>SMULxy.</summary>
    public static Op* Smul(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = (uint)Product(op->Opcode, core.Reg(op->Rm), core.Reg(op->Rs));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>SMLALxy: the high half of the sum goes to Rd, the low half to Rn.</summary>
    public static Op* Smlal(ArmCore core, Op* op, long clocks)
    {
        ulong sum = (((ulong)core.Reg(op->Rd) << 32) | core.Reg(op->Rn)) + (ulong)(long)Product(op->Opcode, core.Reg(op->Rm), core.Reg(op->Rs));
        core.Reg(op->Rn) = (uint)sum;
        core.Reg(op->Rd) = (uint)(sum >> 32);
        return Flow.Next(core, op, clocks + Flow.Instruction + 1);
    }

    /// <summary>SMLAWy: the high 32 of the 48 bits of a product, plus Rn.</summary>
    public static Op* Smlaw(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = AddWithSticky(core, WideProduct(op->Opcode, core.Reg(op->Rm), core.Reg(op->Rs)), core.Reg(op->Rn));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>SMULWy.</summary>
    public static Op* Smulw(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = (uint)WideProduct(op->Opcode, core.Reg(op->Rm), core.Reg(op->Rs));
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>The result of a saturating instruction; sets Q.</summary>
    public static uint Saturate(ArmCore core, uint opcode, uint first, uint second)
    {
        long operand = (int)second;
        if ((opcode & (1 << 22)) != 0) operand = Clamp(core, 2 * operand);
        return (uint)Clamp(core, (opcode & (1 << 21)) != 0 ? (int)first - operand : (int)first + operand);
    }

    /// <summary>The product of two halfwords.</summary>
    public static int Product(uint opcode, uint first, uint second) => Half(first, opcode & (1 << 5)) * Half(second, opcode & (1 << 6));

    /// <summary>The product of a word and a halfword, without its lowest sixteen bits.</summary>
    public static int WideProduct(uint opcode, uint first, uint second) => (int)(((long)(int)first * Half(second, opcode & (1 << 6))) >> 16);

    /// <summary>A sum that does not saturate, but sets Q when it overflows.</summary>
    public static uint AddWithSticky(ArmCore core, int product, uint accumulator)
    {
        long sum = (long)product + (int)accumulator;
        if (sum != (int)sum) core.Q = 1;
        return (uint)sum;
    }

    private static int Half(uint value, uint high) => high != 0 ? (int)value >> 16 : (short)value;

    private static int Clamp(ArmCore core, long value)
    {
        if (value is <= int.MaxValue and >= int.MinValue) return (int)value;
        core.Q = 1;
        return value > 0 ? int.MaxValue : int.MinValue;
    }
}
