namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>One instruction of a region.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Opcode">The ARM instruction. For a Thumb instruction it is the ARM instruction of the same effect.</param>
/// <param name="Kind">How it is translated.</param>
/// <param name="Value">The target of a branch or call; that which a jump to a register probably has, or 0; the constant; the address of the literal.</param>
/// <param name="IsThumb">Whether it is a Thumb instruction.</param>
internal readonly record struct GuestInstruction(uint Address, uint Opcode, GuestKind Kind, uint Value, bool IsThumb)
{
    /// <summary>A BLX to a register, as which the last half of a Thumb call counts whose target is not known.</summary>
    public const uint IndirectCall = 0xe12fff30;

    // mov lr, pc: the next instruction jumps to a routine.
    private const uint SetLink = 0xe1a0e00f;

    /// <summary>The code of the condition.</summary>
    public uint Condition => Opcode >> 28;

    /// <summary>The address of the next instruction.</summary>
    public uint Next => Address + (IsThumb ? 2u : 4u);

    /// <summary>The register in bits 19 to 16.</summary>
    public int Rn => (int)((Opcode >> 16) & 15);

    /// <summary>The register in bits 15 to 12.</summary>
    public int Rd => (int)((Opcode >> 12) & 15);

    /// <summary>The register in bits 11 to 8.</summary>
    public int Rs => (int)((Opcode >> 8) & 15);

    /// <summary>The register in bits 3 to 0.</summary>
    public int Rm => (int)(Opcode & 15);

    /// <summary>Whether execution never goes on to the next instruction.</summary>
    public bool EndsPath => Kind == GuestKind.Last || (Kind is GuestKind.Branch or GuestKind.Indirect && Condition == 14);

    /// <summary>The place where execution probably goes on after a path has ended here: behind a call, a change of the status, or an instruction of a coprocessor. One of the latter waits for interrupts. Else null.</summary>
    public uint? ComesBackAt
    {
        get
        {
            if (Kind != GuestKind.Last) return !IsThumb && Opcode == SetLink ? Address + 8 : null;
            bool isCall = (Opcode & 0x0ffffff0) == 0x012fff30 || (Opcode & 0xfe000000) == 0xfa000000;
            bool isStatus = (Opcode & 0x0db0f000) == 0x0120f000 && ((Opcode & 0x02000000) != 0 || (Opcode & 0xff0) == 0);
            bool isSystem = (Opcode & 0x0f000000) is 0x0e000000 or 0x0f000000;
            return isCall || isStatus || isSystem ? Next : null;
        }
    }

    /// <summary>Whether a bit of the opcode is set.</summary>
    public bool Has(int bit) => ((Opcode >> bit) & 1) != 0;
}
