using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>
/// The conditions under which a debugger stops a core. They cost nothing while there are none: code is executed one instruction at a time only where it must be. Slices end at the
/// same places with and without conditions, so the conditions never change what the core does.
/// </summary>
internal sealed class StopConditions
{
    // Slices are shorter than this, and so is the time by which they can pass their end. This long before a stop time, each instruction is checked.
    private const long ExactClocks = 50_000;
    private const long Nowhere = -1;

    private readonly ArmCore _core;
    private readonly List<Watchpoint> _watchpoints = [];
    private ICoreObserver? _observer;
    private long _stopTime = long.MaxValue;
    private bool _isExact;
    private StepState _step;
    private (uint Start, uint End) _range;
    private (uint Pc, uint Mode, uint Stack)? _interrupted;
    private long _stoppedTime = Nowhere;
    private uint _stoppedPc;

    /// <summary>Makes conditions that never stop the core.</summary>
    /// <param name="core">The core.</param>
    public StopConditions(ArmCore core) => _core = core;

    private enum StepState
    {
        None,
        Asked,
        Executed,
    }

    /// <summary>The addresses before which the core stops.</summary>
    public BreakpointSet Breakpoints => _core.Code.Breakpoints;

    /// <summary>The memory whose accesses stop the core, before the access is made.</summary>
    public IReadOnlyList<Watchpoint> Watchpoints => _watchpoints;

    /// <summary>Why the core stopped last.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>The access that stopped it, if <see cref="Reason"/> is a watchpoint.</summary>
    public DataAccess Access { get; private set; }

    /// <summary>The watchpoint that stopped it, if <see cref="Reason"/> is a watchpoint.</summary>
    public Watchpoint Watched { get; private set; }

    /// <summary>Whether a step goes into interrupt handlers. By default it does not: if an interrupt comes during a step, the step ends when the handler has returned.</summary>
    public bool StepsIntoInterrupts { get; set; }

    /// <summary>An observer of each instruction. With one, all instructions are executed one at a time.</summary>
    public ICoreObserver? Observer
    {
        get => _observer;
        set
        {
            _observer = value;
            Update();
        }
    }

    /// <summary>The core stops before its first instruction whose time is not before this. <see cref="long.MaxValue"/> stands for no stop.</summary>
    public long StopTime
    {
        get => _stopTime;
        set
        {
            _stopTime = value;
            Update();
        }
    }

    /// <summary>Whether the core is at the place where it has stopped.</summary>
    public bool IsStoppedHere => _stoppedTime == _core.Time && _stoppedPc == _core.NextPc;

    /// <summary>Whether a requested step is not yet done.</summary>
    public bool IsStepping => _step != StepState.None;

    /// <summary>Adds a watchpoint.</summary>
    public void Watch(Watchpoint watchpoint)
    {
        _watchpoints.Add(watchpoint);
        Update();
    }

    /// <summary>Removes a watchpoint.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Unwatch(Watchpoint watchpoint)
    {
        bool wasThere = _watchpoints.Remove(watchpoint);
        Update();
        return wasThere;
    }

    /// <summary>Makes the core stop after one instruction or, with a range, at the first instruction outside of the range. An earlier stop ends the step.</summary>
    /// <param name="start">The first address of the range.</param>
    /// <param name="end">The address behind the range; equal to the start for one instruction.</param>
    public void Step(uint start = 0, uint end = 0)
    {
        _step = StepState.Asked;
        _range = (start, end);
        _interrupted = null;
        Update();
    }

    /// <summary>Forgets a step and a stop time.</summary>
    public void Forget()
    {
        _step = StepState.None;
        _interrupted = null;
        _stopTime = long.MaxValue;
        Update();
    }

    /// <summary>Forgets everything that stops the core.</summary>
    public void ForgetStops()
    {
        Breakpoints.Clear();
        _watchpoints.Clear();
        Forget();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _observer = null;
        ForgetStops();
    }

    /// <summary>Whether instructions at an address are executed one at a time.</summary>
    public bool IsExactAt(uint address) => _isExact || Breakpoints.IsOnPageOf(address);

    /// <summary>Prepares a slice.</summary>
    /// <param name="until">The end of the slice.</param>
    public void Prepare(long until)
    {
        if (_stopTime != long.MaxValue && !_isExact && _stopTime - until < ExactClocks) SetExact(true);
    }

    /// <summary>An exception is about to be taken.</summary>
    public void Taking(ArmException exception, uint address)
    {
        _observer?.Taking(_core, exception, address);
        if (_step != StepState.None && !StepsIntoInterrupts && _interrupted is null && exception is ArmException.Irq or ArmException.Fiq)
            _interrupted = (address, _core.Mode, _core.R[13]);
    }

    /// <summary>Whether the core must stop before its next instruction. An instruction at which it has just stopped is passed.</summary>
    public bool StopsHere()
    {
        uint pc = _core.NextPc;
        bool passes = IsStoppedHere;
        _stoppedTime = Nowhere;
        if (_interrupted is { } interrupted && interrupted == (pc, _core.Mode, _core.R[13])) _interrupted = null;
        if (!passes && Find(pc) is var reason and not StopReason.None)
        {
            Reason = reason;
            (_stoppedTime, _stoppedPc) = (_core.Time, pc);
            Forget();
            return true;
        }

        if (_step == StepState.Asked && _interrupted is null) _step = StepState.Executed;
        _observer?.Executing(_core);
        return false;
    }

    private StopReason Find(uint pc)
    {
        bool isFirst = _step == StepState.Asked && _interrupted is null;
        if (!isFirst && Breakpoints.Contains(pc)) return StopReason.Breakpoint;
        if (!isFirst && _watchpoints.Count != 0 && IsWatched()) return StopReason.Watchpoint;
        if (_core.Time >= _stopTime) return StopReason.Time;
        return _step == StepState.Executed && _interrupted is null && !(pc >= _range.Start && pc < _range.End) ? StopReason.Step : StopReason.None;
    }

    private bool IsWatched()
    {
        if (!AccessFinder.TryFind(_core, out DataAccess access)) return false;
        foreach (Watchpoint watchpoint in _watchpoints)
        {
            if (!watchpoint.Covers(access)) continue;
            (Access, Watched) = (access, watchpoint);
            return true;
        }

        return false;
    }

    private void Update() => SetExact(_step != StepState.None || _watchpoints.Count != 0 || _observer is not null || (_isExact && _stopTime != long.MaxValue));

    private void SetExact(bool isExact)
    {
        if (isExact && !_isExact) _core.Code.ForgetAll();
        _isExact = isExact;
    }
}
