using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The address forms of single loads and stores.</summary>
internal static unsafe class Addressing
{
    /// <summary>A constant.</summary>
    internal readonly struct ImmediateOffset : IOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, Op* op) => op->Imm;
    }

    /// <summary>A register, shifted left. It is subtracted if Imm is all ones, and added if Imm is zero.</summary>
    internal readonly struct RegisterOffset : IOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Value(ArmCore core, Op* op) => ((core.Reg(op->Rm) << op->Rs) ^ op->Imm) - op->Imm;
    }

    /// <summary>A register, shifted right or rotated. Rs is the amount, 1 to 32. The kind is in the instruction.</summary>
    internal readonly struct ShiftedOffset : IOffset
    {
        public static uint Value(ArmCore core, Op* op)
        {
            uint value = core.Reg(op->Rm);
            uint amount = (op->Opcode >> 7) & 31;
            uint offset = ((op->Opcode >> 5) & 3) switch
            {
                0 => value << (int)amount,
                1 => amount == 0 ? 0 : value >> (int)amount,
                2 => (uint)((int)value >> (amount == 0 ? 31 : (int)amount)),
                _ => amount == 0 ? (value >> 1) | (core.C << 31) : BitOperations.RotateRight(value, (int)amount),
            };
            return (offset ^ op->Imm) - op->Imm;
        }
    }

    /// <summary>Base plus offset.</summary>
    internal readonly struct Offset<TOffset> : IAddressing
        where TOffset : struct, IOffset
    {
        public static bool WritesBack => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Find(ArmCore core, Op* op) => core.Reg(op->Rn) + TOffset.Value(core, op);
    }

    /// <summary>Base plus offset. The sum is written to the base register.</summary>
    internal readonly struct PreIndexed<TOffset> : IAddressing
        where TOffset : struct, IOffset
    {
        public static bool WritesBack => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Find(ArmCore core, Op* op)
        {
            uint address = core.Reg(op->Rn) + TOffset.Value(core, op);
            return address | ((ulong)address << 32);
        }
    }

    /// <summary>The base. The offset is added to the base register afterwards.</summary>
    internal readonly struct PostIndexed<TOffset> : IAddressing
        where TOffset : struct, IOffset
    {
        public static bool WritesBack => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Find(ArmCore core, Op* op)
        {
            uint address = core.Reg(op->Rn);
            return address | ((ulong)(address + TOffset.Value(core, op)) << 32);
        }
    }
}
