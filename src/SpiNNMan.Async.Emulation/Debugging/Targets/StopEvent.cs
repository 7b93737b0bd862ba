namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>A core stands still.</summary>
/// <param name="Core">Its index.</param>
/// <param name="Kind">Why.</param>
/// <param name="Address">For a watchpoint, the watched byte.</param>
/// <param name="Point">For a watchpoint, its kind.</param>
internal readonly record struct StopEvent(int Core, StopKind Kind, uint Address = 0, StopPointKind Point = StopPointKind.SoftwareBreakpoint);
