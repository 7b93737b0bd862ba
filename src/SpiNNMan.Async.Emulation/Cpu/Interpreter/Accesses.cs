using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The sizes and signs of single loads and stores.</summary>
internal static unsafe class Accesses
{
    /// <summary>A word.</summary>
    internal readonly struct Word : IAccess
    {
        public static uint Size => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint LoadAt(byte* memory) => *(uint*)memory;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAt(byte* memory, uint value) => *(uint*)memory = value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Load(ArmCore core, uint address) => MemoryAccess.LoadWord(core, address);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ArmCore core, uint address, uint value) => MemoryAccess.StoreWord(core, address, value);
    }

    /// <summary>A byte, extended with zeros.</summary>
    internal readonly struct Byte : IAccess
    {
        public static uint Size => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint LoadAt(byte* memory) => *memory;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAt(byte* memory, uint value) => *memory = (byte)value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Load(ArmCore core, uint address) => MemoryAccess.LoadByte(core, address);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ArmCore core, uint address, uint value) => MemoryAccess.StoreByte(core, address, value);
    }

    /// <summary>A halfword, extended with zeros.</summary>
    internal readonly struct Halfword : IAccess
    {
        public static uint Size => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint LoadAt(byte* memory) => *(ushort*)memory;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAt(byte* memory, uint value) => *(ushort*)memory = (ushort)value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Load(ArmCore core, uint address) => MemoryAccess.LoadHalfword(core, address);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ArmCore core, uint address, uint value) => MemoryAccess.StoreHalfword(core, address, value);
    }

    /// <summary>A byte, extended with its sign.</summary>
    internal readonly struct SignedByte : IAccess
    {
        public static uint Size => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint LoadAt(byte* memory) => (uint)*(sbyte*)memory;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAt(byte* memory, uint value) => *(sbyte*)memory = (sbyte)value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Load(ArmCore core, uint address) => (uint)(sbyte)MemoryAccess.LoadByte(core, address);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ArmCore core, uint address, uint value) => MemoryAccess.StoreByte(core, address, value);
    }

    /// <summary>A halfword, extended with its sign.</summary>
    internal readonly struct SignedHalfword : IAccess
    {
        public static uint Size => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint LoadAt(byte* memory) => (uint)*(short*)memory;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAt(byte* memory, uint value) => *(short*)memory = (short)value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Load(ArmCore core, uint address) => (uint)(short)MemoryAccess.LoadHalfword(core, address);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ArmCore core, uint address, uint value) => MemoryAccess.StoreHalfword(core, address, value);
    }
}
