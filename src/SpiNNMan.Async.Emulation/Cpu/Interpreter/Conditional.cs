using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>What comes before instructions with a condition, and before those that read the PC.</summary>
internal static unsafe class Conditional
{
    /// <summary>Executes an instruction if a condition holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Run<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition =>
        TCondition.Holds(core) ? op->Inner(core, op, clocks) : Flow.Next(core, op, clocks + Flow.Instruction);

    /// <summary>Executes an instruction that reads the PC if a condition holds. ARM: the address and 8, with a shift by a register and in stores 12; Thumb: 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* RunWithPc<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Reg(15) = op->Address + 8 - (4 * core.Thumb);
        return op->Inner(core, op, clocks);
    }

    /// <summary>The same, for instructions to which the PC is 12 bytes ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* RunWithLatePc<TCondition>(ArmCore core, Op* op, long clocks)
        where TCondition : struct, ICondition
    {
        if (!TCondition.Holds(core)) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Reg(15) = op->Address + 12;
        return op->Inner(core, op, clocks);
    }
}
