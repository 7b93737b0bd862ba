namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>How an instruction is translated.</summary>
internal enum GuestKind
{
    /// <summary>An ordinary instruction, by its ARM opcode.</summary>
    Plain,

    /// <summary>The interpreter executes it, and the region goes on.</summary>
    Interpreted,

    /// <summary>The interpreter executes it, and the region ends.</summary>
    Last,

    /// <summary>MRS: a register gets a status.</summary>
    ReadStatus,

    /// <summary>MSR of the SPSR.</summary>
    WriteSavedStatus,

    /// <summary>MSR of the mode and the masks in the CPSR, without a condition. The next instruction is at a check point.</summary>
    WriteControl,

    /// <summary>A register gets a constant.</summary>
    Constant,

    /// <summary>A load of a word from ITCM, at an address that the instruction names.</summary>
    Literal,

    /// <summary>A branch to a fixed address.</summary>
    Branch,

    /// <summary>A call of a fixed address.</summary>
    Call,

    /// <summary>A jump to a computed address.</summary>
    Indirect,
}
