using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>
/// One decoded instruction: the method that executes it, and the data of that method. A method executes its instruction, and then calls the method of the next
/// instruction, up to the end of the block. It returns the instruction at which the core goes on, or null if <see cref="ArmCore.NextPc"/> has its address.
/// </summary>
/// <remarks>The third argument is the number of clocks since the last update of <see cref="ArmCore.Time"/>.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal unsafe struct Op
{
    /// <summary>The method that executes it, including the condition.</summary>
    [FieldOffset(0)]
    public delegate*<ArmCore, Op*, long, Op*> Handler;

    /// <summary>For an instruction with a condition, or one that reads the PC: the method for the case that the condition holds and r15 is set.</summary>
    [FieldOffset(8)]
    public delegate*<ArmCore, Op*, long, Op*> Inner;

    /// <summary>For a branch: its target instruction, or null if that is on another page.</summary>
    [FieldOffset(8)]
    public Op* Target;

    /// <summary>An operand, an offset, or an address.</summary>
    [FieldOffset(16)]
    public uint Imm;

    /// <summary>The address of the instruction.</summary>
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

    /// <summary>The register Rs, or the amount of a shift.</summary>
    [FieldOffset(27)]
    public byte Rs;

    /// <summary>The instruction as it is in memory. For a branch backwards: how often it may be taken before its target is translated.</summary>
    [FieldOffset(28)]
    public uint Opcode;
}
