using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes branches. A taken branch is a check point.</summary>
internal static unsafe class Branches
{
    /// <summary>B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Branch<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        if (op->Target == null) return Flow.Jump(core, op->Imm, clocks + Flow.Branch);
        core.Time += clocks + Flow.Branch;
        return op->Target;
    }

    /// <summary>B to its own address or backwards: the end of a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Loop<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        if (--op->Opcode == 0) core.Code.IsHot(op->Imm, core.Thumb);
        if (op->Target == null) return Flow.Jump(core, op->Imm, clocks + Flow.Branch);
        core.Time += clocks + Flow.Branch;
        return op->Target;
    }

    /// <summary>BL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Link<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        if (--op->Opcode == 0) core.Code.IsHot(op->Imm, core.Thumb);
        core.R[14] = op->Address + 4;
        if (op->Target == null) return Flow.Jump(core, op->Imm, clocks + Flow.Branch);
        core.Time += clocks + Flow.Branch;
        return op->Target;
    }

    /// <summary>BLX to a Thumb routine at a fixed address.</summary>
    public static Op* LinkToThumb(ArmCore core, Op* op, long clocks)
    {
        core.R[14] = op->Address + 4;
        return Flow.Exchange(core, op->Imm | 1, clocks + Flow.Branch);
    }

    /// <summary>BX.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Exchange(ArmCore core, Op* op, long clocks) => Flow.Exchange(core, core.Reg(op->Rm), clocks + Flow.Branch);

    /// <summary>BLX to an address in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LinkExchange(ArmCore core, Op* op, long clocks)
    {
        uint target = core.Reg(op->Rm);
        core.R[14] = (op->Address + Flow.Length(core)) | core.Thumb;
        return Flow.Exchange(core, target, clocks + Flow.Branch);
    }

    /// <summary>The first half of BL and BLX in Thumb code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* ThumbLinkPrefix(ArmCore core, Op* op, long clocks)
    {
        core.R[14] = op->Imm;
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>The second half of BL in Thumb code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* ThumbLink(ArmCore core, Op* op, long clocks)
    {
        uint target = core.R[14] + op->Imm;
        if (--op->Opcode == 0) core.Code.IsHot(target & ~1u, 1);
        core.R[14] = (op->Address + 2) | 1;
        return Flow.Jump(core, target & ~1u, clocks + Flow.Branch);
    }

    /// <summary>The second half of BLX in Thumb code.</summary>
    public static Op* ThumbLinkToArm(ArmCore core, Op* op, long clocks)
    {
        uint target = core.R[14] + op->Imm;
        core.R[14] = (op->Address + 2) | 1;
        return Flow.Exchange(core, target & ~3u, clocks + Flow.Branch);
    }

    /// <summary>
    /// A branch to a subtraction of one before it: a delay loop. As many turns as the slice has time for are executed at once, four clocks each, with the same result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Delay<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Time += clocks + Flow.Branch;
        long turns = (core.Limit - core.Time + Turn - 1) / Turn;
        if (turns > core.Reg(op->Rd)) turns = core.Reg(op->Rd);

        // One turn is left, in which the branch is not taken.
        if (--turns > 0)
        {
            uint before = core.Reg(op->Rd) - (uint)turns + 1;
            uint result = before - 1;
            core.Reg(op->Rd) = result;
            core.N = core.Z = result;
            core.C = 1;
            core.V = (before ^ 1) & (before ^ result);
            core.Time += Turn * turns;
        }

        if (op->Target == null) return Flow.Jump(core, op->Imm, 0);
        return op->Target;
    }

    private const long Turn = 4;
}
