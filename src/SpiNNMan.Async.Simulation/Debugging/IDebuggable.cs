using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Simulation.Debugging;

/// <summary>An engine whose cores execute implements it, so that debuggers and traces reach them.</summary>
internal interface IDebuggable
{
    /// <summary>The parts that execute now; null as long as nothing does.</summary>
    IDebuggedMachine? Debugged { get; }

    /// <summary>Makes ready for a debugger that comes.</summary>
    /// <returns>The target of debuggers; null if nothing can execute.</returns>
    IDebuggedMachine? Prepare();

    /// <summary>Called when there are cores that execute and were not there before, or not the same.</summary>
    Action? Changed { get; set; }
}
