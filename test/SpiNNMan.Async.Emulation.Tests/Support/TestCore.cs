using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>A core with a chip's memory around it, and a test bus.</summary>
internal sealed class TestCore : IDisposable
{
    public TestCore(CodeCache? cache = null)
    {
        Core = new ArmCore(Memory, Bus, cache ?? new CodeCache());
        Core.Start(0, 0);
    }

    public ChipMemory Memory { get; } = new();

    public TestBus Bus { get; } = new();

    public ArmCore Core { get; }

    /// <summary>Puts ARM instructions at an address, and the core there.</summary>
    public ArmCore Arm(uint address, params ReadOnlySpan<uint> instructions)
    {
        Put(address, instructions);
        Core.Cpsr &= ~0x20u;
        Core.Pc = address;
        return Core;
    }

    /// <summary>Puts Thumb instructions at an address, and the core there.</summary>
    public ArmCore Thumb(uint address, params ReadOnlySpan<ushort> instructions)
    {
        Span<byte> bytes = stackalloc byte[2];
        for (int index = 0; index < instructions.Length; index++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, instructions[index]);
            Core.Write(address + (uint)(2 * index), bytes);
        }

        Core.Cpsr |= 0x20;
        Core.Pc = address;
        return Core;
    }

    public void Put(uint address, params ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int index = 0; index < words.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, words[index]);
            Core.Write(address + (uint)(4 * index), bytes);
        }
    }

    public uint Word(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        Core.Read(address, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Executes some instructions one by one.</summary>
    public void Step(int count = 1)
    {
        for (int step = 0; step < count; step++) Core.Step();
    }

    public void Dispose() => Memory.Dispose();
}
