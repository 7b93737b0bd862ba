using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>The chips of a machine whose cores execute, and their time: nothing happens that was not due by the kernel's clock.</summary>
/// <remarks>On the system's clock, cores that this computer cannot execute fast enough fall behind, and go on from there instead of catching up. While a debugger holds them, their time stands still.</remarks>
internal sealed class ExecutingChips : IFollower
{
    private const long ClocksPerTick = 20;

    /// <summary>How long the monitor waits for a lock at the most, in clocks.</summary>
    private const long LockPatience = 200_000;

    /// <summary>How often states are looked at for those who watch, in clocks.</summary>
    private const long StateClocks = 4_000_000;

    /// <summary>How often what happens in between is looked at while a core is awake.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan s_realStep = TimeSpan.FromMilliseconds(0.5);

    /// <summary>The longest time that a leap of the clock may ask for at once.</summary>
    private static readonly TimeSpan s_mostAtOnce = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_mostWork = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_mostDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the rest of the machine has for itself at least, for each second in which cores execute: without it, what is due would pile up behind them.</summary>
    private const double LeastRest = 0.2;

    private readonly Kernel _kernel;
    private readonly ProgramSettings _settings;
    private readonly ChipWindows _windows;
    private readonly TimeSpan _started;
    private readonly CodeCache _cache = new();
    private TimeSpan _lag;
    private TimeSpan _planned = TimeSpan.MaxValue;
    private long _restUntil;
    private long _lookedAtStates;
    private bool _isRunning;
    private bool _isOver;

    /// <param name="kernel">The clock.</param>
    /// <param name="settings">Whether and how.</param>
    /// <param name="host">The machine.</param>
    /// <param name="started">When the machine was started.</param>
    public ExecutingChips(Kernel kernel, ProgramSettings settings, IProgramHost host, TimeSpan started)
    {
        _kernel = kernel;
        _settings = settings;
        _windows = new ChipWindows(host);
        _started = started;
        Debugged = new ProgramDebugging(this, _windows, kernel);
    }

    /// <summary>Whether images are executed.</summary>
    public bool IsOn => _settings.IsOn;

    /// <summary>The time up to which everything has happened, in clocks since the machine was started.</summary>
    public long Now => _windows.Now;

    /// <summary>Whether a debugger lets the time of all chips stand still.</summary>
    public bool IsPaused => _windows.IsPaused && !_isOver;

    /// <summary>Whether power has gone.</summary>
    public bool IsOver => _isOver;

    /// <summary>The target that debuggers see.</summary>
    public ProgramDebugging Debugged { get; }

    /// <summary>Called when a core executes that did not before.</summary>
    public Action? Changed { get; set; }

    /// <summary>The emulated chip of a chip, if any core of it has executed.</summary>
    public ExecutingChip? Find(VirtualChip chip) => _windows.Find(chip);

    /// <summary>The emulated chip of a chip; it is made if there is room for it.</summary>
    /// <returns><see langword="null"/> if there is no memory for it.</returns>
    public ExecutingChip? FindOrMake(VirtualChip chip)
    {
        if (Find(chip) is { } known)
            return known;

        if (_isOver || _settings.Memory.Taken + MachineOptions.MostChipMemory > _settings.Memory.Limit)
            return null;

        _settings.Memory.Take(checked((int)MachineOptions.MostChipMemory));
        if (_windows.All.Count == 0)
        {
            _kernel.AddFollower(this);
            _windows.StartAt(ClocksAt(_kernel.DueNow));
        }

        var made = new ExecutingChip(this, _kernel, chip, _cache, Now);
        _windows.Add(made);
        return made;
    }

    /// <summary>Links were cut or mended.</summary>
    public void CutLinks()
    {
        if (_windows.All.Count == 0)
            return;

        _windows.CutLinks();
        Touch();
    }

    /// <summary>A core is about to execute.</summary>
    public void Starts(ExecutingChip chip, int physical)
    {
        Debugged.Add(chip, physical);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Advance(TimeSpan now)
    {
        if (_isRunning || _isOver)
            return;

        if (IsPaused)
        {
            StandStill(now);
            return;
        }

        if (_kernel.IsRealTime)
        {
            RunInRealTime(now);
        }
        else
        {
            LetGo(now, s_mostAtOnce);
            RunTo(ClocksAt(now), long.MaxValue);
        }

        if (Now - _lookedAtStates >= StateClocks)
        {
            _lookedAtStates = Now;
            foreach (ExecutingChip chip in _windows.All)
                chip.LookAtStates();
        }

        Plan();
    }

    /// <summary>Something came from outside: what is planned may be too late for it.</summary>
    public void Touch()
    {
        if (!_isRunning)
            Plan();
    }

    /// <summary>A debugger lets the chips go on, or has gone.</summary>
    public void Resume()
    {
        if (!_isOver)
            Plan();
        else if (!Debugged.IsWatched)
            DisposeChips();
    }

    /// <summary>Lets cores go on until something is the case, or for as long as a monitor would wait. While a debugger holds them, nobody waits.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryRunUntil(Func<bool> isReached)
    {
        if (_isRunning)
            return isReached();

        long end = Now + LockPatience;
        while (!isReached() && Now < end && !IsPaused)
            RunTo(Math.Min(end, Now + ChipWindows.Length), long.MaxValue);

        return isReached();
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_isOver)
            return;

        _isOver = true;
        _kernel.RemoveFollower(this);

        // A debugger may look at what there was until it goes.
        if (!Debugged.IsWatched)
            DisposeChips();
    }

    private long ClocksAt(TimeSpan time) => (time - _started - _lag).Ticks * ClocksPerTick;

    private TimeSpan TimeOf(long clocks) => TimeSpan.FromTicks((clocks + ClocksPerTick - 1) / ClocksPerTick) + _started + _lag;

    /// <summary>Runs for a while, and rests then, so that executing leaves room for everything else.</summary>
    private void RunInRealTime(TimeSpan now)
    {
        TimeProvider host = TimeProvider.System;
        long begin = host.GetTimestamp();
        if (begin < _restUntil)
            return;

        double ticksPerSecond = host.TimestampFrequency;
        RunTo(ClocksAt(now), begin + (long)(s_mostWork.TotalSeconds * ticksPerSecond));
        long end = host.GetTimestamp();
        _restUntil = end + (long)((end - begin) * Math.Max((1 / _settings.HostLoad) - 1, LeastRest));
        LetGo(now, s_mostDelay);
    }

    /// <summary>Takes time that was missed as gone, but for a rest. Nobody misses it who sleeps.</summary>
    private void LetGo(TimeSpan now, TimeSpan most)
    {
        TimeSpan behind = now - TimeOf(Now);
        if (behind > most && _windows.All.Any(static chip => chip.Emulated.Cores.Any(static core => core.IsAwake)))
            _lag += behind - most;
    }

    /// <summary>Takes time as gone that passed while a debugger held the chips.</summary>
    private void StandStill(TimeSpan now)
    {
        TimeSpan behind = now - TimeOf(Now);
        if (behind > TimeSpan.Zero)
            _lag += behind;
    }

    private void RunTo(long end, long hostDeadline)
    {
        _isRunning = true;
        try
        {
            _windows.RunTo(end, hostDeadline);
        }
        finally
        {
            _isRunning = false;
        }

        if (IsPaused)
            _windows.HasPaused?.Invoke();
    }

    /// <summary>Has the kernel call when there is something to do.</summary>
    private void Plan()
    {
        if (_isOver || IsPaused || _windows.NextTime is var next && next == VirtualTime.Never)
            return;

        TimeSpan now = _kernel.DueNow;
        TimeSpan soonest = now + (_kernel.IsRealTime ? s_realStep : s_step);
        TimeSpan due = TimeOf(next);
        if (due < soonest)
            due = soonest;

        if (_planned > now && _planned <= due)
            return;

        _planned = due;
        _kernel.Schedule(due - now, static () => { });
    }

    private void DisposeChips()
    {
        foreach (ExecutingChip chip in _windows.All)
        {
            chip.Dispose();
            _settings.Memory.Return(MachineOptions.MostChipMemory);
        }

        _windows.Clear();
    }
}
