namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>Why a debugger is told that a core stands still.</summary>
internal enum StopKind
{
    /// <summary>The debugger wanted it.</summary>
    Requested,

    /// <summary>The debugger interrupted the machine.</summary>
    Interrupted,

    /// <summary>The next instruction has a software breakpoint.</summary>
    SoftwareBreakpoint,

    /// <summary>The next instruction has a hardware breakpoint.</summary>
    HardwareBreakpoint,

    /// <summary>The next instruction makes an access that is watched.</summary>
    Watchpoint,

    /// <summary>A step is done.</summary>
    Step,

    /// <summary>The time is reached that was asked for.</summary>
    Time,

    /// <summary>Going backwards has reached the beginning.</summary>
    Beginning,
}
