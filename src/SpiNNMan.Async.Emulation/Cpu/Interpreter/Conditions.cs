using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The conditions under which instructions execute, in the order of their codes.</summary>
internal static class Conditions
{
    /// <summary>Whether a condition holds.</summary>
    /// <param name="core">The core.</param>
    /// <param name="code">Its code, 0 to 14.</param>
    public static bool Holds(ArmCore core, uint code) => code switch
    {
        0 => Eq.Holds(core),
        1 => Ne.Holds(core),
        2 => Cs.Holds(core),
        3 => Cc.Holds(core),
        4 => Mi.Holds(core),
        5 => Pl.Holds(core),
        6 => Vs.Holds(core),
        7 => Vc.Holds(core),
        8 => Hi.Holds(core),
        9 => Ls.Holds(core),
        10 => Ge.Holds(core),
        11 => Lt.Holds(core),
        12 => Gt.Holds(core),
        13 => Le.Holds(core),
        _ => true,
    };

    /// <summary>EQ.</summary>
    internal readonly struct Eq : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.Z == 0;
    }

    /// <summary>NE.</summary>
    internal readonly struct Ne : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.Z != 0;
    }

    /// <summary>CS.</summary>
    internal readonly struct Cs : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.C != 0;
    }

    /// <summary>CC.</summary>
    internal readonly struct Cc : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.C == 0;
    }

    /// <summary>MI.</summary>
    internal readonly struct Mi : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)core.N < 0;
    }

    /// <summary>PL.</summary>
    internal readonly struct Pl : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)core.N >= 0;
    }

    /// <summary>VS.</summary>
    internal readonly struct Vs : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)core.V < 0;
    }

    /// <summary>VC.</summary>
    internal readonly struct Vc : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)core.V >= 0;
    }

    /// <summary>HI.</summary>
    internal readonly struct Hi : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.C != 0 && core.Z != 0;
    }

    /// <summary>LS.</summary>
    internal readonly struct Ls : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.C == 0 || core.Z == 0;
    }

    /// <summary>GE.</summary>
    internal readonly struct Ge : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)(core.N ^ core.V) >= 0;
    }

    /// <summary>LT.</summary>
    internal readonly struct Lt : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => (int)(core.N ^ core.V) < 0;
    }

    /// <summary>GT.</summary>
    internal readonly struct Gt : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.Z != 0 && (int)(core.N ^ core.V) >= 0;
    }

    /// <summary>LE.</summary>
    internal readonly struct Le : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => core.Z == 0 || (int)(core.N ^ core.V) < 0;
    }

    /// <summary>AL.</summary>
    internal readonly struct Al : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ArmCore core) => true;
    }
}
