namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>One instruction of a region.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Opcode">The ARM instruction that it is or, in Thumb code, stands for.</param>
/// <param name="Kind">What the translator makes of it.</param>
/// <param name="Value">The target of a branch or call; the constant; the address of the literal.</param>
/// <param name="IsThumb">Whether it is a Thumb instruction.</param>
internal readonly record struct GuestInstruction(uint Address, uint Opcode, GuestKind Kind, uint Value, bool IsThumb)
{
    /// <summary>The code of the condition.</summary>
    public uint Condition => Opcode >> 28;

    /// <summary>The address of the instruction that follows.</summary>
    public uint Next => Address + (IsThumb ? 2u : 4u);

    /// <summary>The register in bits 19 to 16.</summary>
    public int Rn => (int)((Opcode >> 16) & 15);

    /// <summary>The register in bits 15 to 12.</summary>
    public int Rd => (int)((Opcode >> 12) & 15);

    /// <summary>The register in bits 11 to 8.</summary>
    public int Rs => (int)((Opcode >> 8) & 15);

    /// <summary>The register in bits 3 to 0.</summary>
    public int Rm => (int)(Opcode & 15);

    /// <summary>Whether execution never reaches the next instruction by itself.</summary>
    public bool EndsPath => Kind == GuestKind.Last || (Kind is GuestKind.Branch or GuestKind.Indirect && Condition == 14);

    /// <summary>Whether a bit of the opcode is set.</summary>
    public bool Has(int bit) => ((Opcode >> bit) & 1) != 0;
}
