namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>What the translator makes of an instruction.</summary>
internal enum GuestKind
{
    /// <summary>An ordinary instruction, as its ARM opcode says.</summary>
    Plain,

    /// <summary>One that the interpreter executes, after which the region goes on.</summary>
    Interpreted,

    /// <summary>One that the interpreter executes, and that ends the region.</summary>
    Last,

    /// <summary>A constant that a register becomes.</summary>
    Constant,

    /// <summary>A load of a word from ITCM, at an address that the instruction names.</summary>
    Literal,

    /// <summary>A branch to a fixed address.</summary>
    Branch,

    /// <summary>A call of a fixed address.</summary>
    Call,

    /// <summary>A jump to an address that is computed.</summary>
    Indirect,
}
