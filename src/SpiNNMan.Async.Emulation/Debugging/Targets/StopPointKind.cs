namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>The kinds of stop points, by their numbers in the protocol.</summary>
internal enum StopPointKind
{
    /// <summary>A breakpoint. No instruction is written into memory for it.</summary>
    SoftwareBreakpoint = 0,

    /// <summary>A breakpoint. The machine has as many as wanted.</summary>
    HardwareBreakpoint = 1,

    /// <summary>Stores stop.</summary>
    WriteWatchpoint = 2,

    /// <summary>Loads stop.</summary>
    ReadWatchpoint = 3,

    /// <summary>Loads and stores stop.</summary>
    AccessWatchpoint = 4,
}
