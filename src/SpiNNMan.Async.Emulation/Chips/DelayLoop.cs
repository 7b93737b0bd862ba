using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>
/// Skips turns of loops that only count down, or do nothing. In the end registers, flags and time are the same as if the turns had been executed. A loop is
/// noticed where a slice ends, which is at its head. Its two instructions are in one line: else there is a check point between them.
/// </summary>
internal static class DelayLoop
{
    private const long CountedTurn = 4;
    private const long EmptyTurn = 3;
    private const long WorthWhile = 64;
    private const uint LineMask = 127;
    private const uint FlagN = 1u << 31;
    private const uint FlagZ = 1u << 30;
    private const uint FlagC = 1u << 29;
    private const uint FlagV = 1u << 28;
    private const uint ThumbBit = 1 << 5;

    /// <summary>Passes over as many turns as would be executed before a time, if the core is at the head of such a loop.</summary>
    /// <param name="core">The core, between slices.</param>
    /// <param name="until">The time.</param>
    public static unsafe void Skip(ArmCore core, long until)
    {
        // A core that is about to take an interrupt is asked most often.
        if (core.HasInterrupt) return;
        uint status = core.Cpsr;
        uint pc = core.Pc;
        if (until - core.Time < WorthWhile || (pc & LineMask) > LineMask + 1 - 8 || core.Stops.IsExactAt(pc)) return;
        byte* code = core.Code.Fetch(pc);
        if (code == null) return;
        uint first = Unsafe.ReadUnaligned<uint>(code);
        uint second = Unsafe.ReadUnaligned<uint>(code + 4);
        if ((status & ThumbBit) != 0) SkipThumb(core, until, first);
        else if (first == 0xeafffffe) Turn(core, until);
        else if ((first & 0xfff00fff) == 0xe2500001 && ((first >> 16) & 15) == ((first >> 12) & 15) && (second & 0x0fffffff) == 0x0afffffd)
            Count(core, (int)(first >> 12) & 15, second >> 28, until);
    }

    private static void SkipThumb(ArmCore core, long until, uint code)
    {
        uint first = code & 0xffff;
        uint second = code >> 16;
        if (first == 0xe7fe) Turn(core, until);
        else if ((first & 0xf8ff) == 0x3801 && (second & 0xf0ff) == 0xd0fd) Count(core, (int)(first >> 8) & 7, (second >> 8) & 15, until);
    }

    /// <summary>A branch to itself.</summary>
    private static void Turn(ArmCore core, long until) => core.Time += (until - core.Time + EmptyTurn - 1) / EmptyTurn * EmptyTurn;

    /// <summary>A subtraction of one, and a branch back to it.</summary>
    private static void Count(ArmCore core, int register, uint condition, long until)
    {
        if (register == 15) return;
        uint value = core[register];
        long left = condition switch
        {
            // While not zero; while no borrow; while not negative.
            1 => value == 0 ? uint.MaxValue : value - 1L,
            2 => value,
            5 when value <= int.MaxValue => value,
            _ => 0,
        };
        long turns = Math.Min((until - core.Time + CountedTurn - 1) / CountedTurn, left);
        if (turns <= 0) return;
        uint before = value - (uint)(turns - 1);
        uint after = before - 1;
        core[register] = after;
        core.Time += turns * CountedTurn;
        uint flags = (after & FlagN) | (after == 0 ? FlagZ : 0) | (before >= 1 ? FlagC : 0) | (before == FlagN ? FlagV : 0);
        core.Cpsr = (core.Cpsr & ~(FlagN | FlagZ | FlagC | FlagV)) | flags;
    }
}
