namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>What the instruction that has just executed leaves to be seen to, before the next one.</summary>
[Flags]
internal enum Attention
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The access found nothing at its address.</summary>
    Abort = 1,

    /// <summary>A device ended the slice.</summary>
    EndSlice = 2,

    /// <summary>Interrupt lines, or code that is being executed, changed.</summary>
    Look = 4,

    /// <summary>The core is to wait for an interrupt.</summary>
    Sleep = 8,

    /// <summary>A breakpoint is at the next instruction.</summary>
    Breakpoint = 16,
}
