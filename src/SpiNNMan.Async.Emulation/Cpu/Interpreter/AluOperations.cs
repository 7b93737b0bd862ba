using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The sixteen data processing operations.</summary>
internal static class AluOperations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Added(ArmCore core, uint first, uint second, uint result, uint carryOut)
    {
        core.C = carryOut;
        core.V = (first ^ result) & (second ^ result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtracted(ArmCore core, uint first, uint second, uint result, uint carryOut)
    {
        core.C = carryOut;
        core.V = (first ^ second) & (first ^ result);
    }

    /// <summary>AND.</summary>
    internal readonly struct And : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first & second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>EOR.</summary>
    internal readonly struct Eor : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first ^ second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>SUB.</summary>
    internal readonly struct Sub : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first - second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Subtracted(core, first, second, result, first >= second ? 1u : 0);
    }

    /// <summary>RSB.</summary>
    internal readonly struct Rsb : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => second - first;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Subtracted(core, second, first, result, second >= first ? 1u : 0);
    }

    /// <summary>ADD.</summary>
    internal readonly struct Add : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first + second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Added(core, first, second, result, result < first ? 1u : 0);
    }

    /// <summary>ADC.</summary>
    internal readonly struct Adc : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first + second + carry;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Added(core, first, second, result, (uint)(((ulong)first + second + core.C) >> 32));
    }

    /// <summary>SBC.</summary>
    internal readonly struct Sbc : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first - second - (1 - carry);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Subtracted(core, first, second, result, (uint)(((ulong)first + ~second + core.C) >> 32));
    }

    /// <summary>RSC.</summary>
    internal readonly struct Rsc : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => second - first - (1 - carry);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Subtracted(core, second, first, result, (uint)(((ulong)second + ~first + core.C) >> 32));
    }

    /// <summary>TST.</summary>
    internal readonly struct Tst : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first & second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>TEQ.</summary>
    internal readonly struct Teq : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first ^ second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>CMP.</summary>
    internal readonly struct Cmp : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first - second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Subtracted(core, first, second, result, first >= second ? 1u : 0);
    }

    /// <summary>CMN.</summary>
    internal readonly struct Cmn : IAluOperation
    {
        public static bool IsLogical => false;

        public static bool IsTest => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first + second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result) => Added(core, first, second, result, result < first ? 1u : 0);
    }

    /// <summary>ORR.</summary>
    internal readonly struct Orr : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first | second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>MOV.</summary>
    internal readonly struct Mov : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>BIC.</summary>
    internal readonly struct Bic : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => first & ~second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }

    /// <summary>MVN.</summary>
    internal readonly struct Mvn : IAluOperation
    {
        public static bool IsLogical => true;

        public static bool IsTest => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Compute(uint first, uint second, uint carry) => ~second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result)
        {
        }
    }
}
