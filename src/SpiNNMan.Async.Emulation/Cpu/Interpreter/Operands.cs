using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The forms of the second operand of data processing. The amount of a constant shift is in Rs, from 1 to 32.</summary>
internal static class Operands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pack(uint value, uint carry) => value | ((ulong)carry << 32);

    /// <summary>A constant without rotation: the carry does not change.</summary>
    internal readonly struct Immediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => imm;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) => Pack(imm, core.C);
    }

    /// <summary>A rotated constant: the carry is its highest bit.</summary>
    internal readonly struct RotatedImmediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => imm;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) => Pack(imm, imm >> 31);
    }

    /// <summary>A register.</summary>
    internal readonly struct Register : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => core.Reg(rm);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) => Pack(core.Reg(rm), core.C);
    }

    /// <summary>A register, shifted left by 1 to 31.</summary>
    internal readonly struct LslImmediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => core.Reg(rm) << rs;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) => ((ulong)core.Reg(rm) << rs) & 0x1_ffff_ffff;
    }

    /// <summary>A register, shifted right by 1 to 32.</summary>
    internal readonly struct LsrImmediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => (uint)((ulong)core.Reg(rm) >> rs);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) =>
            Pack((uint)((ulong)core.Reg(rm) >> rs), (core.Reg(rm) >> (rs - 1)) & 1);
    }

    /// <summary>A register, shifted right by 1 to 32 with its sign.</summary>
    internal readonly struct AsrImmediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => (uint)((long)(int)core.Reg(rm) >> rs);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) =>
            Pack((uint)((long)(int)core.Reg(rm) >> rs), (core.Reg(rm) >> (rs - 1)) & 1);
    }

    /// <summary>A register, rotated right by 1 to 31.</summary>
    internal readonly struct RorImmediate : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => BitOperations.RotateRight(core.Reg(rm), rs);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs)
        {
            uint value = BitOperations.RotateRight(core.Reg(rm), rs);
            return Pack(value, value >> 31);
        }
    }

    /// <summary>A register, rotated right by one through the carry.</summary>
    internal readonly struct Rrx : IOperand
    {
        public static long Clocks => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => (core.Reg(rm) >> 1) | (core.C << 31);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs) => Pack((core.Reg(rm) >> 1) | (core.C << 31), core.Reg(rm) & 1);
    }

    /// <summary>A register, shifted left by another's low byte.</summary>
    internal readonly struct LslRegister : IOperand
    {
        public static long Clocks => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs)
        {
            int shift = (int)(core.Reg(rs) & 0xff);
            return shift < 32 ? core.Reg(rm) << shift : 0;
        }

        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs)
        {
            int shift = (int)(core.Reg(rs) & 0xff);
            if (shift == 0) return Pack(core.Reg(rm), core.C);
            return shift <= 32 ? ((ulong)core.Reg(rm) << shift) & 0x1_ffff_ffff : 0;
        }
    }

    /// <summary>A register, shifted right by another's low byte.</summary>
    internal readonly struct LsrRegister : IOperand
    {
        public static long Clocks => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs)
        {
            int shift = (int)(core.Reg(rs) & 0xff);
            return shift < 32 ? core.Reg(rm) >> shift : 0;
        }

        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs)
        {
            int shift = (int)(core.Reg(rs) & 0xff);
            if (shift == 0) return Pack(core.Reg(rm), core.C);
            return shift <= 32 ? Pack((uint)((ulong)core.Reg(rm) >> shift), (core.Reg(rm) >> (shift - 1)) & 1) : 0;
        }
    }

    /// <summary>A register, shifted right with its sign by another's low byte.</summary>
    internal readonly struct AsrRegister : IOperand
    {
        public static long Clocks => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => (uint)((int)core.Reg(rm) >> Math.Min((int)(core.Reg(rs) & 0xff), 31));

        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs)
        {
            int shift = Math.Min((int)(core.Reg(rs) & 0xff), 32);
            if (shift == 0) return Pack(core.Reg(rm), core.C);
            return Pack((uint)((long)(int)core.Reg(rm) >> shift), (core.Reg(rm) >> (shift - 1)) & 1);
        }
    }

    /// <summary>A register, rotated right by another's low byte.</summary>
    internal readonly struct RorRegister : IOperand
    {
        public static long Clocks => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, uint imm, int rm, int rs) => BitOperations.RotateRight(core.Reg(rm), (int)core.Reg(rs));

        public static ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs)
        {
            uint shift = core.Reg(rs) & 0xff;
            uint value = BitOperations.RotateRight(core.Reg(rm), (int)shift);
            return Pack(value, shift == 0 ? core.C : value >> 31);
        }
    }
}
