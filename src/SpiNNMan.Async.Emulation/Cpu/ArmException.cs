namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>The exceptions of the architecture, by the offset of their vector.</summary>
internal enum ArmException
{
    /// <summary>Reset.</summary>
    Reset = 0x00,

    /// <summary>An instruction, or its coprocessor, does not exist.</summary>
    UndefinedInstruction = 0x04,

    /// <summary>SWI.</summary>
    SoftwareInterrupt = 0x08,

    /// <summary>An instruction that could not be fetched, or BKPT.</summary>
    PrefetchAbort = 0x0c,

    /// <summary>An access to an address without memory or device, or an unaligned access while alignment is checked.</summary>
    DataAbort = 0x10,

    /// <summary>An interrupt.</summary>
    Irq = 0x18,

    /// <summary>A fast interrupt.</summary>
    Fiq = 0x1c,
}
