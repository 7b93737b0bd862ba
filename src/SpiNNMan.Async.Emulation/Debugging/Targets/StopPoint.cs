using SpiNNMan.Async.Emulation.Cpu.Debugging;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>A breakpoint or a watchpoint.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Address">Where.</param>
/// <param name="Length">For a watchpoint, how many bytes; for a breakpoint, the length of the instruction.</param>
internal readonly record struct StopPoint(StopPointKind Kind, uint Address, uint Length)
{
    /// <summary>Whether it is a breakpoint.</summary>
    public bool IsBreakpoint => Kind <= StopPointKind.HardwareBreakpoint;

    /// <summary>The watchpoint that it is.</summary>
    public Watchpoint Watchpoint => new(Address, Length, Kind != StopPointKind.WriteWatchpoint, Kind != StopPointKind.ReadWatchpoint);
}
