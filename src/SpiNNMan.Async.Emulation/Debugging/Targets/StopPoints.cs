using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Debugging;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>The breakpoints and watchpoints of a debugger, and on which cores they are.</summary>
internal sealed class StopPoints
{
    private readonly List<StopPoint> _points = [];
    private readonly List<StopPoint> _removed = [];
    private HashSet<int>? _chosen;

    /// <summary>Whether points are on all cores.</summary>
    public bool AreOnAllCores => _chosen is null;

    /// <summary>Whether there are any.</summary>
    public bool Any => _points.Count > 0;

    /// <summary>Whether points are on a core.</summary>
    public bool AreOn(int core) => _chosen is null || _chosen.Contains(core);

    /// <summary>Adds a point, unless it is there.</summary>
    public void Add(StopPoint point, IReadOnlyList<ChipCore> cores)
    {
        bool wasRemoved = _removed.Remove(point);
        if (_points.Contains(point)) return;
        _points.Add(point);
        if (wasRemoved) return;
        for (int core = 0; core < cores.Count; core++)
            if (AreOn(core)) Put(point, cores[core].Arm.Stops);
    }

    /// <summary>Removes a point; from the cores with <see cref="Settle"/>.</summary>
    public void Remove(StopPoint point)
    {
        if (_points.Remove(point)) _removed.Add(point);
    }

    /// <summary>Takes what was removed from the cores.</summary>
    public void Settle(IReadOnlyList<ChipCore> cores)
    {
        if (_removed.Count == 0) return;
        _removed.Clear();
        Apply(cores);
    }

    /// <summary>Chooses the cores on which points are.</summary>
    /// <param name="chosen">The cores; null for all.</param>
    /// <param name="cores">All cores.</param>
    public void Choose(IEnumerable<int>? chosen, IReadOnlyList<ChipCore> cores)
    {
        _chosen = chosen is null ? null : [.. chosen];
        Apply(cores);
    }

    /// <summary>Puts all points on cores, and takes others away.</summary>
    public void Apply(IReadOnlyList<ChipCore> cores) => Extend(cores, 0);

    /// <summary>Puts all points on the cores from one on, and takes others away.</summary>
    public void Extend(IReadOnlyList<ChipCore> cores, int first)
    {
        for (int core = first; core < cores.Count; core++)
        {
            StopConditions stops = cores[core].Arm.Stops;
            stops.ForgetStops();
            if (!AreOn(core)) continue;
            foreach (StopPoint point in _points.Concat(_removed)) Put(point, stops);
        }
    }

    /// <summary>Forgets all, also the choice of cores.</summary>
    public void Clear()
    {
        _points.Clear();
        _removed.Clear();
        _chosen = null;
    }

    /// <summary>Whether there is only a hardware breakpoint at an address.</summary>
    public bool IsHardwareOnly(uint address)
    {
        bool isHardware = false;
        foreach (StopPoint point in _points)
        {
            if (!point.IsBreakpoint || point.Address != address) continue;
            if (point.Kind == StopPointKind.SoftwareBreakpoint) return false;
            isHardware = true;
        }

        return isHardware;
    }

    /// <summary>The reason why a core stopped.</summary>
    /// <param name="index">The index of the core.</param>
    /// <param name="core">The core.</param>
    public StopEvent EventOf(int index, ChipCore core)
    {
        StopConditions stops = core.Arm.Stops;
        switch (stops.Reason)
        {
            case StopReason.Breakpoint:
                bool isHardware = IsHardwareOnly(core.Arm.Pc);
                return new StopEvent(index, isHardware ? StopKind.HardwareBreakpoint : StopKind.SoftwareBreakpoint, core.Arm.Pc);
            case StopReason.Watchpoint:
                return new StopEvent(index, StopKind.Watchpoint, Math.Max(stops.Access.Address, stops.Watched.Address), KindOf(stops.Watched));
            case StopReason.Time:
                return new StopEvent(index, StopKind.Time);
            default:
                return new StopEvent(index, StopKind.Step);
        }
    }

    /// <summary>The kind of a watchpoint.</summary>
    public static StopPointKind KindOf(Watchpoint watchpoint)
    {
        if (watchpoint is { OnRead: true, OnWrite: true }) return StopPointKind.AccessWatchpoint;
        return watchpoint.OnRead ? StopPointKind.ReadWatchpoint : StopPointKind.WriteWatchpoint;
    }

    private static void Put(StopPoint point, StopConditions stops)
    {
        if (point.IsBreakpoint) stops.Breakpoints.Add(point.Address);
        else if (!stops.Watchpoints.Contains(point.Watchpoint)) stops.Watch(point.Watchpoint);
    }
}
