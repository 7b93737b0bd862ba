using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>How execution goes on after an instruction.</summary>
internal static unsafe class Flow
{
    /// <summary>The clocks of an instruction.</summary>
    public const long Instruction = 1;

    /// <summary>The clocks of an instruction that writes the PC.</summary>
    public const long Branch = 3;

    /// <summary>Goes on with the next instruction of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* Next(ArmCore core, Op* op, long clocks) => (op + 1)->Handler(core, op + 1, clocks);

    /// <summary>Goes on at an address, in the same instruction set. This is a check point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* Jump(ArmCore core, uint address, long clocks)
    {
        core.Time += clocks;
        Op* target = core.Code.Known(address, core.Thumb);
        if (target == null) core.NextPc = address;
        return target;
    }

    /// <summary>Goes on at an address, in the instruction set that its lowest bit selects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* Exchange(ArmCore core, uint address, long clocks)
    {
        core.Thumb = address & 1;
        return Jump(core, address & (core.Thumb != 0 ? ~1u : ~3u), clocks);
    }

    /// <summary>Goes on at a computed address, in the same instruction set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* JumpAligned(ArmCore core, uint address, long clocks) => Jump(core, address & (core.Thumb != 0 ? ~1u : ~3u), clocks);

    /// <summary>Ends the block after an instruction that left work to do. The time is up to date.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Op* Leave(ArmCore core, Op* op)
    {
        core.NextPc = op->Address + Length(core);
        return null;
    }

    /// <summary>Ends the block at an instruction whose access was aborted. The time is up to date.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Op* Fault(ArmCore core, Op* op)
    {
        core.NextPc = op->Address;
        return null;
    }

    /// <summary>The length of an instruction: 4 bytes, or 2 in Thumb state.</summary>
    public static uint Length(ArmCore core) => 4 - (2 * core.Thumb);

    /// <summary>The end of a line within a page: a check point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* LineEnd(ArmCore core, Op* op, long clocks)
    {
        core.Time += clocks;
        return op + 1;
    }

    /// <summary>The end of a page: a check point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* PageEnd(ArmCore core, Op* op, long clocks) => Jump(core, op->Address, clocks);

    /// <summary>The end after an instruction that is executed alone.</summary>
    public static Op* Stop(ArmCore core, Op* op, long clocks)
    {
        core.Time += clocks;
        return op;
    }
}
