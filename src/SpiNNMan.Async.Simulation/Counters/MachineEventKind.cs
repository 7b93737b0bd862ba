namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The kinds of events in a simulated machine.</summary>
/// <remarks>Protocol: virtual-machine.md, "Events".</remarks>
public enum MachineEventKind
{
    /// <summary>A board lost its power, was given power, began to start, or became ready.</summary>
    BoardState,

    /// <summary>The monitor of a chip died or hangs.</summary>
    MonitorDied,

    /// <summary>A program began on a core.</summary>
    ProgramStarted,

    /// <summary>The program of a core ended.</summary>
    ProgramEnded,

    /// <summary>A core stopped with a run-time error.</summary>
    ProgramFailed,

    /// <summary>The virtual machine itself has a defect: an action was not completed, and the machine goes on. Please report it.</summary>
    Defect,
}
