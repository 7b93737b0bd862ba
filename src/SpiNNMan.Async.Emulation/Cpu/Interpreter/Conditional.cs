using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The checks before instructions with a condition, and before those that read the PC.</summary>
internal static unsafe class Conditional
{
    /// <summary>Executes an instruction if a condition holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Run<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition =>
        TCondition.Holds(core) ? op->Inner(core, op, clocks) : Flow.Next(core, op, clocks + Flow.Instruction);

    /// <summary>Executes an instruction that reads the PC, if a condition holds. In ARM code, the PC is the address plus 8, or plus 12 with a shift by a register and in stores. In Thumb code, it is plus 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* RunWithPc<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Reg(15) = op->Address + 8 - (4 * core.Thumb);
        return op->Inner(core, op, clocks);
    }

    /// <summary>The same, for instructions that see the PC 12 bytes ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* RunWithLatePc<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Reg(15) = op->Address + 12;
        return op->Inner(core, op, clocks);
    }
}
