using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes multiplications. If Imm is not zero, they set the flags N and Z. C and V do not change. Long results have the high half in Rd and the low half in Rn.</summary>
internal static unsafe class Multiply
{
    private const long ShortClocks = Flow.Instruction + 1;
    private const long LongClocks = Flow.Instruction + 2;

    /// <summary>MUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Mul(ArmCore core, Op* op, long clocks)
    {
        uint result = core.Reg(op->Rm) * core.Reg(op->Rs);
        core.Reg(op->Rd) = result;
        if (op->Imm != 0) core.N = core.Z = result;
        return Flow.Next(core, op, clocks + ShortClocks);
    }

    /// <summary>MLA.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Mla(ArmCore core, Op* op, long clocks)
    {
        uint result = (core.Reg(op->Rm) * core.Reg(op->Rs)) + core.Reg(op->Rn);
        core.Reg(op->Rd) = result;
        if (op->Imm != 0) core.N = core.Z = result;
        return Flow.Next(core, op, clocks + ShortClocks);
    }

    /// <summary>UMULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Umull(ArmCore core, Op* op, long clocks) =>
        Long(core, op, clocks, (ulong)core.Reg(op->Rm) * core.Reg(op->Rs));

    /// <summary>UMLAL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Umlal(ArmCore core, Op* op, long clocks) =>
        Long(core, op, clocks, ((ulong)core.Reg(op->Rm) * core.Reg(op->Rs)) + Accumulator(core, op));

    /// <summary>SMULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Smull(ArmCore core, Op* op, long clocks) =>
        Long(core, op, clocks, (ulong)((long)(int)core.Reg(op->Rm) * (int)core.Reg(op->Rs)));

    /// <summary>SMLAL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Smlal(ArmCore core, Op* op, long clocks) =>
        Long(core, op, clocks, (ulong)((long)(int)core.Reg(op->Rm) * (int)core.Reg(op->Rs)) + Accumulator(core, op));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Accumulator(ArmCore core, Op* op) => ((ulong)core.Reg(op->Rd) << 32) | core.Reg(op->Rn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Op* Long(ArmCore core, Op* op, long clocks, ulong result)
    {
        core.Reg(op->Rn) = (uint)result;
        core.Reg(op->Rd) = (uint)(result >> 32);
        if (op->Imm != 0)
        {
            core.N = (uint)(result >> 32);
            core.Z = (uint)(result >> 32) | (uint)result;
        }

        return Flow.Next(core, op, clocks + LongClocks);
    }
}
