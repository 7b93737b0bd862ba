namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Why a core stopped for a debugger.</summary>
internal enum StopReason
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Its next instruction has a breakpoint.</summary>
    Breakpoint,

    /// <summary>Its next instruction makes an access that is watched.</summary>
    Watchpoint,

    /// <summary>The step that was asked for is done.</summary>
    Step,

    /// <summary>The time has come at which it was to stop.</summary>
    Time,
}
