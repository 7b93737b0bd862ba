using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes data processing.</summary>
internal static unsafe class Alu
{
    /// <summary>An operation that does not set the flags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Plain<TOperation, TOperand>(ArmCore core, Op* op, long clocks)
        where TOperation : struct, IAluOperation
        where TOperand : struct, IOperand
    {
        core.Reg(op->Rd) = TOperation.Compute(core.Reg(op->Rn), TOperand.Value(core, op->Imm, op->Rm, op->Rs), core.C);
        return Flow.Next(core, op, clocks + Flow.Instruction + TOperand.Clocks);
    }

    /// <summary>An operation that sets the flags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Flags<TOperation, TOperand>(ArmCore core, Op* op, long clocks)
        where TOperation : struct, IAluOperation
        where TOperand : struct, IOperand
    {
        uint first = core.Reg(op->Rn);
        uint result;
        if (TOperation.IsLogical)
        {
            ulong second = TOperand.ValueAndCarry(core, op->Imm, op->Rm, op->Rs);
            result = TOperation.Compute(first, (uint)second, 0);
            core.C = (uint)(second >> 32);
        }
        else
        {
            uint second = TOperand.Value(core, op->Imm, op->Rm, op->Rs);
            result = TOperation.Compute(first, second, core.C);
            TOperation.SetCarryAndOverflow(core, first, second, result);
        }

        core.N = result;
        core.Z = result;
        if (!TOperation.IsTest) core.Reg(op->Rd) = result;
        return Flow.Next(core, op, clocks + Flow.Instruction + TOperand.Clocks);
    }

    /// <summary>An operation whose result goes to the PC. With S, it is a return from an exception.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* ToPc<TOperation, TOperand>(ArmCore core, Op* op, long clocks)
        where TOperation : struct, IAluOperation
        where TOperand : struct, IOperand
    {
        uint result = TOperation.Compute(core.Reg(op->Rn), TOperand.Value(core, op->Imm, op->Rm, op->Rs), core.C);
        clocks += Flow.Branch + TOperand.Clocks;
        if ((op->Opcode & (1 << 20)) == 0) return Flow.JumpAligned(core, result, clocks);
        ProgramStatus.Restore(core);
        core.Time += clocks;
        core.NextPc = result & (core.Thumb != 0 ? ~1u : ~3u);
        return null;
    }
}
