using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>
/// Debugs an emulated machine. While the whole machine stops and goes on together, only writes of the debugger change the run. A core is held in the middle of its slice, and goes on
/// from there as if it had not been held.
/// </summary>
internal sealed class MachineDebugger : IDebugTarget
{
    private readonly IDebuggedMachine _debugged;
    private readonly StopPoints _points = new();
    private readonly Dictionary<ChipCore, int> _indices = [];
    private readonly List<StopEvent> _arrived = [];
    private readonly Queue<StopEvent> _pending = new();
    private readonly Lock _arrivals = new();
    private readonly TimeTravel _travel;
    private readonly MonitorCommands _commands;
    private ChipCore[] _cores = [];
    private EmulatedChip[] _chips = [];
    private IDebuggedChips? _machine;
    private volatile bool _isInterrupted;
    private bool _isAttached;

    /// <summary>Makes a debugger that is not attached yet.</summary>
    /// <param name="debugged">The machine.</param>
    public MachineDebugger(IDebuggedMachine debugged)
    {
        _debugged = debugged;
        _travel = new TimeTravel(this, debugged);
        _commands = new MonitorCommands(this, debugged);
    }

    /// <inheritdoc/>
    public int CoreCount => _cores.Length;

    /// <inheritdoc/>
    public int CurrentCore { get; private set; }

    /// <inheritdoc/>
    public bool CanGoBack => _debugged.Replay is not null;

    /// <inheritdoc/>
    public bool IsNonStop { get; private set; }

    /// <inheritdoc/>
    public Action<StopEvent>? Stopped { get; set; }

    /// <summary>The stop points.</summary>
    internal StopPoints Points => _points;

    /// <summary>The cores, in their order.</summary>
    internal IReadOnlyList<ChipCore> Cores => _cores;

    /// <summary>Whether the debugger has written anything: what comes after cannot be had again.</summary>
    internal bool HasWritten { get; private set; }

    private IDebuggedChips Machine => _machine ?? throw new InvalidOperationException("The debugger is not attached.");

    /// <inheritdoc/>
    public string NameOf(int core) => _debugged.NameOf(_debugged.Cores[core].Chip, _debugged.Cores[core].Core);

    /// <inheritdoc/>
    public string Describe(int core)
    {
        using (Enter()) return _debugged.Describe(_debugged.Cores[core].Chip, _debugged.Cores[core].Core);
    }

    /// <inheritdoc/>
    public bool IsStopped(int core)
    {
        using (Enter()) return IsNonStop ? _cores[core].IsStopped : Machine.IsPaused;
    }

    /// <inheritdoc/>
    public uint ReadRegister(int core, int register)
    {
        using (Enter()) return register == 16 ? _cores[core].Arm.Cpsr : _cores[core].Arm[register];
    }

    /// <inheritdoc/>
    public void WriteRegister(int core, int register, uint value)
    {
        using (Enter())
        {
            HasWritten = true;
            if (register == 16) _cores[core].Arm.Cpsr = value;
            else _cores[core].Arm[register] = value;
        }
    }

    /// <inheritdoc/>
    public int ReadMemory(int core, uint address, Span<byte> bytes)
    {
        using (Enter()) return CoreMemory.Read(Machine.Chips[_debugged.Cores[core].Chip], _cores[core], address, bytes);
    }

    /// <inheritdoc/>
    public int WriteMemory(int core, uint address, ReadOnlySpan<byte> bytes)
    {
        using (Enter())
        {
            HasWritten = true;
            return CoreMemory.Write(_cores[core], address, bytes);
        }
    }

    /// <inheritdoc/>
    public void Add(StopPoint point)
    {
        using (Enter()) _points.Add(point, _cores);
    }

    /// <inheritdoc/>
    public void Remove(StopPoint point)
    {
        using (Enter())
        {
            _points.Remove(point);

            // While the machine stands still, a point may be removed only for a step: it still stops the other cores that execute meanwhile.
            if (IsNonStop) _points.Settle(_cores);
        }
    }

    /// <inheritdoc/>
    public void Attach()
    {
        _debugged.Machine.IsPaused = true;
        using (Enter())
        {
            _isAttached = true;
            IsNonStop = false;
            Adopt(_debugged.Machine);
            _debugged.CoresChanged = TakeMore;
            _debugged.Machine.IsPaused = true;
        }
    }

    /// <inheritdoc/>
    public void Detach()
    {
        using (Enter())
        {
            if (!_isAttached) return;
            _isAttached = false;
            _points.Clear();
            foreach (ChipCore core in _cores)
            {
                core.Arm.Stops.ForgetStops();
                if (core.IsStopped) ChipOf(core).StopCore(core, isStopped: false);
            }

            foreach (EmulatedChip chip in Machine.Chips) chip.CoreStops = null;
            _debugged.CoresChanged = null;
            Machine.HasPaused = null;
            Machine.PauseTime = VirtualTime.Never;
            IsNonStop = false;
            Clear();
            Resume();
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _isInterrupted = true;
        Machine.IsPaused = true;
        using (Enter())
        {
            Machine.IsPaused = true;

            // If the machine has not said so by itself: it was between two steps.
            if (_isInterrupted) ReportPause();
        }
    }

    /// <inheritdoc/>
    public void Continue()
    {
        using (Enter())
        {
            _points.Settle(_cores);
            Go();
        }
    }

    /// <inheritdoc/>
    public void Step(int core, uint start, uint end)
    {
        using (Enter())
        {
            _cores[core].Arm.Stops.Step(start, end);
            Go();
        }
    }

    /// <inheritdoc/>
    public void SetNonStop(bool isNonStop)
    {
        using (Enter())
        {
            if (isNonStop == IsNonStop) return;
            IsNonStop = isNonStop;
            Clear();
            if (isNonStop) Resume();
            else
                foreach (ChipCore core in _cores) ChipOf(core).StopCore(core, isStopped: false);
            Machine.IsPaused = !isNonStop;
        }
    }

    /// <inheritdoc/>
    public void StopCore(int core)
    {
        using (Enter())
        {
            if (_cores[core].IsStopped) return;
            _cores[core].Arm.Stops.Forget();
            ChipOf(_cores[core]).StopCore(_cores[core], isStopped: true);
        }

        Report(new StopEvent(core, StopKind.Requested));
    }

    /// <inheritdoc/>
    public void ContinueCore(int core)
    {
        using (Enter()) ChipOf(_cores[core]).StopCore(_cores[core], isStopped: false);
    }

    /// <inheritdoc/>
    public void StepCore(int core, uint start, uint end)
    {
        using (Enter())
        {
            _cores[core].Arm.Stops.Step(start, end);
            ChipOf(_cores[core]).StopCore(_cores[core], isStopped: false);
        }
    }

    /// <inheritdoc/>
    public StopEvent StepBack(int core)
    {
        using (Enter()) return Remember(_travel.StepBack(core));
    }

    /// <inheritdoc/>
    public StopEvent ContinueBack(int core)
    {
        using (Enter())
        {
            _points.Settle(_cores);
            return Remember(_travel.ContinueBack(core));
        }
    }

    /// <summary>Goes back to a time.</summary>
    internal StopEvent GoBackTo(int core, long time) => Remember(_travel.GoBackTo(core, time));

    /// <inheritdoc/>
    public string Execute(int core, string command)
    {
        using (Enter()) return _commands.Execute(core, command);
    }

    /// <summary>Takes the machine as it is now, with the stop points that there are.</summary>
    internal void Adopt(IDebuggedChips machine)
    {
        Take(machine);
        Clear();
        _points.Apply(_cores);
    }

    private void Take(IDebuggedChips machine)
    {
        _machine = machine;
        _chips = [.. machine.Chips];
        _cores = [.. _debugged.Cores.Select(at => machine.Chips[at.Chip].Cores[at.Core])];
        _indices.Clear();
        for (int index = 0; index < _cores.Length; index++) _indices[_cores[index]] = index;
        foreach (EmulatedChip chip in machine.Chips) chip.CoreStops = CoreStops;
        machine.HasPaused = ReportPause;
    }

    /// <summary>There are cores behind those that were there.</summary>
    private void TakeMore()
    {
        int known = _cores.Length;
        Take(_debugged.Machine);
        _points.Extend(_cores, known);
    }

    /// <summary>The chip of a core.</summary>
    internal EmulatedChip ChipOf(ChipCore core) => Machine.Chips[_debugged.Cores[_indices[core]].Chip];

    /// <summary>The index of a core; less than 0 if the debugger does not see it.</summary>
    internal int IndexOf(ChipCore core) => _indices.GetValueOrDefault(core, -1);

    /// <summary>The reason of a core's stop.</summary>
    internal StopEvent EventOf(ChipCore core) => _points.EventOf(_indices[core], core);

    /// <summary>Enters the gate, and looks whether there are other chips than before: boards lose power, and images start on chips that had none.</summary>
    private Lock.Scope Enter()
    {
        Lock.Scope inside = _debugged.Gate.Enter();
        bool isSame = !_isAttached || (_cores.Length == _debugged.Cores.Count && _chips.AsSpan().SequenceEqual([.. _debugged.Machine.Chips]));
        if (!isSame) Adopt(_debugged.Machine);
        return inside;
    }

    private StopEvent Remember(StopEvent what)
    {
        Clear();
        CurrentCore = what.Core;
        return what;
    }

    /// <summary>A core is to stop; called by the thread that runs its chip.</summary>
    private bool CoreStops(EmulatedChip chip, ChipCore core)
    {
        if (!_indices.ContainsKey(core)) return true;
        if (IsNonStop)
        {
            Report(EventOf(core));
            return false;
        }

        lock (_arrivals) _arrived.Add(EventOf(core));
        Machine.IsPaused = true;
        return true;
    }

    /// <summary>The machine is paused. Cores that stopped in the same window are told of one after the other, in an order of their own.</summary>
    private void ReportPause()
    {
        if (IsNonStop)
        {
            // Only whole machines are paused, and only by a time or an interrupt.
            Machine.IsPaused = false;
            _isInterrupted = false;
            _debugged.Resumed();
            return;
        }

        lock (_arrivals)
        {
            foreach (StopEvent arrived in _arrived.OrderBy(what => what.Core)) _pending.Enqueue(arrived);
            _arrived.Clear();
        }

        if (_pending.TryDequeue(out StopEvent next)) ReportAlone(next);
        else ReportAlone(new StopEvent(CurrentCore, _isInterrupted ? StopKind.Interrupted : StopKind.Time));
    }

    private void ReportAlone(StopEvent what)
    {
        _isInterrupted = false;
        foreach (ChipCore core in _cores) core.Arm.Stops.Forget();
        CurrentCore = what.Core;
        Report(what);
    }

    private void Report(StopEvent what) => Stopped?.Invoke(what);

    /// <summary>Lets the machine go on, unless another core has stopped at the same time and still would.</summary>
    private void Go()
    {
        while (_pending.TryDequeue(out StopEvent next))
        {
            ChipCore core = _cores[next.Core];
            if (!core.IsHeld || !(core.Arm.Breakpoints.Contains(core.Arm.Pc) || core.Arm.Stops.Watchpoints.Count > 0)) continue;
            ReportAlone(next);
            return;
        }

        Resume();
    }

    private void Resume()
    {
        Machine.IsPaused = false;
        _debugged.Resumed();
    }

    private void Clear()
    {
        _pending.Clear();
        _isInterrupted = false;
        lock (_arrivals) _arrived.Clear();
    }
}
