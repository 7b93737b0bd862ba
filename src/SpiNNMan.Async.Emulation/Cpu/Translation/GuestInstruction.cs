namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>One instruction of a region.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Opcode">The ARM instruction. For a Thumb instruction it is the ARM instruction of the same effect.</param>
/// <param name="Kind">How it is translated.</param>
/// <param name="Value">The target of a branch or call; the constant; the address of the literal.</param>
/// <param name="IsThumb">Whether it is a Thumb instruction.</param>
internal readonly record struct GuestInstruction(uint Address, uint Opcode, GuestKind Kind, uint Value, bool IsThumb)
{
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

    /// <summary>Whether a bit of the opcode is set.</summary>
    public bool Has(int bit) => ((Opcode >> bit) & 1) != 0;
}
