namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Why a core stopped for a debugger.</summary>
internal enum StopReason
{
    /// <summary>It did not stop.</summary>
    None,

    /// <summary>Its next instruction has a breakpoint.</summary>
    Breakpoint,

    /// <summary>A watchpoint covers the access of its next instruction.</summary>
    Watchpoint,

    /// <summary>The requested step is done.</summary>
    Step,

    /// <summary>The stop time has come.</summary>
    Time,
}
