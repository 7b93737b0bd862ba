using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Simulation.Debugging;

/// <summary>What an engine implements whose cores execute, so that debuggers and traces reach them.</summary>
internal interface IDebuggable
{
    /// <summary>What executes now; null as long as nothing does.</summary>
    IDebuggedMachine? Debugged { get; }

    /// <summary>Makes ready for a debugger that comes.</summary>
    /// <returns>What it debugs; null if nothing can execute.</returns>
    IDebuggedMachine? Prepare();

    /// <summary>Called when there are cores that execute and were not there before, or not the same.</summary>
    Action? Changed { get; set; }
}
