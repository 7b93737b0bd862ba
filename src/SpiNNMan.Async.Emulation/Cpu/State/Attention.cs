namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>The work that the last instruction leaves, to be done before the next one.</summary>
[Flags]
internal enum Attention
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The access found no memory and no device at its address.</summary>
    Abort = 1,

    /// <summary>A device ended the slice.</summary>
    EndSlice = 2,

    /// <summary>There is an interrupt to take, or executed code changed.</summary>
    Look = 4,

    /// <summary>The core must wait for an interrupt.</summary>
    Sleep = 8,

    /// <summary>A breakpoint is at the next instruction.</summary>
    Breakpoint = 16,
}
