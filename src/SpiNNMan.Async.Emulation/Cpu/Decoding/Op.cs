using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>
/// One decoded instruction: the method that executes it, and what that method needs. A method executes its instruction and calls the next one's as its last
/// act, up to the end of the block; then it returns the instruction at which the core goes on, or null when <see cref="ArmCore.NextPc"/> has its address.
/// </summary>
/// <remarks>The third argument is how many clocks have passed since <see cref="ArmCore.Time"/> was last brought up to date.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal unsafe struct Op
{
    /// <summary>What executes it, conditions included.</summary>
    [FieldOffset(0)]
    public delegate*<ArmCore, Op*, long, Op*> Handler;

    /// <summary>For an instruction with a condition, or that reads the PC: what executes it when the condition holds, and r15 is set.</summary>
    [FieldOffset(8)]
    public delegate*<ArmCore, Op*, long, Op*> Inner;

    /// <summary>For a branch: the instruction that it goes to, or null if that is on another page.</summary>
    [FieldOffset(8)]
    public Op* Target;

    /// <summary>An operand, an offset, or an address.</summary>
    [FieldOffset(16)]
    public uint Imm;

    /// <summary>Where the instruction is.</summary>
    [FieldOffset(20)]
    public uint Address;

    /// <summary>The register Rd.</summary>
    [FieldOffset(24)]
    public byte Rd;

    /// <summary>The register Rn.</summary>
    [FieldOffset(25)]
    public byte Rn;

    /// <summary>The register Rm.</summary>
    [FieldOffset(26)]
    public byte Rm;

    /// <summary>The register Rs, or how far to shift.</summary>
    [FieldOffset(27)]
    public byte Rs;

    /// <summary>The instruction as it is in memory; for a branch backwards, how often it may be taken before its target is translated.</summary>
    [FieldOffset(28)]
    public uint Opcode;
}
