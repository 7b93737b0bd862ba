using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>The shifter and the flags for translated code. All of it is inlined. Amounts of shifts are 0 to 255.</summary>
internal static class Shifts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Lsl(uint value, uint amount) => amount < 32 ? value << (int)amount : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Lsr(uint value, uint amount) => amount < 32 ? value >> (int)amount : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Asr(uint value, uint amount) => (uint)((int)value >> (amount < 32 ? (int)amount : 31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Ror(uint value, uint amount) => BitOperations.RotateRight(value, (int)amount);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Rrx(uint value, uint carry) => (value >> 1) | (carry << 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LslCarry(uint value, uint amount, uint carry) =>
        amount == 0 ? carry : amount <= 32 ? (uint)(((ulong)value << (int)amount) >> 32) & 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LsrCarry(uint value, uint amount, uint carry) => amount == 0 ? carry : amount <= 32 ? (value >> (int)(amount - 1)) & 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AsrCarry(uint value, uint amount, uint carry) => amount == 0 ? carry : (value >> (amount <= 32 ? (int)(amount - 1) : 31)) & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RorCarry(uint value, uint amount, uint carry) => amount == 0 ? carry : BitOperations.RotateRight(value, (int)amount) >> 31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddCarry(uint first, uint second, uint carry) => (uint)(((ulong)first + second + carry) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotBorrow(uint first, uint second) => first >= second ? 1u : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddOverflow(uint first, uint second, uint result) => (first ^ result) & (second ^ result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SubtractOverflow(uint first, uint second, uint result) => (first ^ second) & (first ^ result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LeadingZeros(uint value) => (uint)BitOperations.LeadingZeroCount(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDtcmRange(uint start, uint size) => (start & 0xffff0003) == ArmCore.DtcmBase && ((start + size) & 0xffff0000) == ArmCore.DtcmBase;
}
