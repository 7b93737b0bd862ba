using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>The chips of a machine whose cores execute, and their time.</summary>
/// <remarks>
/// <para>Time passes in windows, in which chips run by themselves; at the end of each they get what others have sent. Nothing happens that was not due by the kernel's clock.</para>
/// <para>On the system's clock, cores that this computer cannot execute fast enough fall behind, and go on from there instead of catching up.</para>
/// </remarks>
internal sealed class ExecutingChips : IFollower
{
    private const long ClocksPerTick = 20;
    private const long Window = 200;
    private const long SoloWindow = 20_000;

    /// <summary>How long the monitor waits for a lock at the most, in clocks.</summary>
    private const long LockPatience = 200_000;

    /// <summary>How often states are looked at for those who watch, in clocks.</summary>
    private const long StateClocks = 200_000;

    /// <summary>How often what happens in between is looked at while a core is awake.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan s_realStep = TimeSpan.FromMilliseconds(0.5);

    /// <summary>What a clock that leaps may ask for at once.</summary>
    private static readonly TimeSpan s_mostAtOnce = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_mostWork = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_mostDelay = TimeSpan.FromMilliseconds(20);

    private readonly Kernel _kernel;
    private readonly ProgramSettings _settings;
    private readonly IProgramHost _host;
    private readonly TimeSpan _started;
    private readonly CodeCache _cache = new();
    private readonly List<ExecutingChip> _chips = [];
    private readonly Dictionary<int, ExecutingChip> _byAddress = [];
    private readonly List<ExecutingChip> _active = [];
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
        _host = host;
        _started = started;
    }

    /// <summary>Whether images are executed.</summary>
    public bool IsOn => _settings.IsOn;

    /// <summary>The time up to which everything has happened, in clocks since the machine was started.</summary>
    public long Now { get; private set; }

    /// <summary>The emulated chip of a chip, if any core of it has executed.</summary>
    public ExecutingChip? Find(VirtualChip chip) => _byAddress.GetValueOrDefault(chip.Identity.Address);

    /// <summary>The emulated chip of a chip; it is made if there is room for it.</summary>
    /// <returns><see langword="null"/> if there is no memory for it.</returns>
    public ExecutingChip? FindOrMake(VirtualChip chip)
    {
        if (Find(chip) is { } known)
            return known;

        if (_isOver || _settings.Memory.Taken + MachineOptions.MostChipMemory > _settings.Memory.Limit)
            return null;

        _settings.Memory.Take(checked((int)MachineOptions.MostChipMemory));
        if (_chips.Count == 0)
        {
            _kernel.AddFollower(this);
            Now = Math.Max(Now, ClocksAt(_kernel.DueNow));
        }

        var made = new ExecutingChip(this, _kernel, chip, _cache, Now);
        _chips.Add(made);
        _byAddress[chip.Identity.Address] = made;
        for (int link = 0; link < Link.Count; link++)
        {
            if (_host.Across(chip, link) is { } other)
                made.Emulated.Connect(link, new LinkPort(other.Identity.Address, Link.Opposite(link)));
        }

        return made;
    }

    /// <inheritdoc/>
    public void Advance(TimeSpan now)
    {
        if (_isRunning || _isOver)
            return;

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
            foreach (ExecutingChip chip in _chips)
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

    /// <summary>Lets cores go on until something is the case, or for as long as a monitor would wait.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryRunUntil(Func<bool> isReached)
    {
        if (_isRunning)
            return isReached();

        long end = Now + LockPatience;
        while (!isReached() && Now < end)
            RunTo(Math.Min(end, Now + Window), long.MaxValue);

        return isReached();
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_isOver)
            return;

        _isOver = true;
        _kernel.RemoveFollower(this);
        foreach (ExecutingChip chip in _chips)
        {
            chip.Dispose();
            _settings.Memory.Return(MachineOptions.MostChipMemory);
        }
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
        _restUntil = end + (long)((end - begin) * ((1 / _settings.HostLoad) - 1));
        LetGo(now, s_mostDelay);
    }

    /// <summary>Takes time that was missed as gone, but for a rest. Nobody misses it who sleeps.</summary>
    private void LetGo(TimeSpan now, TimeSpan most)
    {
        TimeSpan behind = now - TimeOf(Now);
        if (behind > most && _chips.Any(static chip => chip.Emulated.Cores.Any(static core => core.IsAwake)))
            _lag += behind - most;
    }

    private void RunTo(long end, long hostDeadline)
    {
        _isRunning = true;
        try
        {
            foreach (ExecutingChip chip in _chips)
            {
                if (chip.IsWaiting)
                    chip.Serve(_host);
            }

            while (Now < end)
            {
                RunWindow(end);
                if (hostDeadline != long.MaxValue && TimeProvider.System.GetTimestamp() >= hostDeadline)
                    break;
            }
        }
        finally
        {
            _isRunning = false;
        }
    }

    private void RunWindow(long end)
    {
        long first = VirtualTime.Never;
        long second = VirtualTime.Never;
        ExecutingChip? alone = null;
        foreach (ExecutingChip chip in _chips)
        {
            long next = chip.IsWaiting ? Math.Min(chip.Emulated.NextTime, Now + Window) : chip.Emulated.NextTime;
            if (next < first)
                (second, first, alone) = (first, next, chip);
            else if (next < second)
                second = next;
        }

        long start = Math.Max(first, Now);
        if (start >= end)
        {
            Now = end;
            return;
        }

        long windowEnd = Math.Min(end, start + Window);
        _active.Clear();
        if (second > windowEnd && alone is { IsWaiting: false })
        {
            alone.UpdateClocks(start);
            alone.Emulated.Run(Math.Min(end, Math.Min(second, start + SoloWindow)), isSolo: true);
            Now = Math.Max(Now, alone.Emulated.Now);
            _active.Add(alone);
        }
        else
        {
            foreach (ExecutingChip chip in _chips)
            {
                if (!chip.IsWaiting && chip.Emulated.NextTime >= windowEnd)
                    continue;

                chip.UpdateClocks(start);
                chip.Emulated.Run(windowEnd, isSolo: false);
                _active.Add(chip);
            }

            Now = windowEnd;
        }

        foreach (ExecutingChip chip in _active)
        {
            Exchange(chip);
            chip.Serve(_host);
        }
    }

    /// <summary>Hands over what a chip has for others.</summary>
    private void Exchange(ExecutingChip chip)
    {
        List<LinkMessage> outbox = chip.Emulated.Outbox;
        foreach (LinkMessage message in outbox)
        {
            int link = Link.Opposite(message.Event.Number);
            bool isPacket = message.Event.Kind == ChipEventKind.PacketFromLink;
            bool isWell = !isPacket || _host.IsLinkWell(chip.Chip, link);
            if (isWell && _byAddress.TryGetValue(message.Target, out ExecutingChip? target))
            {
                target.Emulated.AddEvent(Math.Max(message.Time, Now), message.Event);
            }
            else if (isPacket)
            {
                chip.Emulated.AddEvent(Math.Max(message.Time, Now), new ChipEvent(ChipEventKind.LinkCredit, link));
                if (isWell && _host.Across(chip.Chip, link) is { } other)
                    _host.Carry(other, message.Event.Number, message.Event.Packet);
            }
            else
            {
                chip.GiveBack(link);
            }
        }

        outbox.Clear();
    }

    /// <summary>Has the kernel call when there is something to do.</summary>
    private void Plan()
    {
        if (_isOver)
            return;

        long next = VirtualTime.Never;
        foreach (ExecutingChip chip in _chips)
            next = Math.Min(next, chip.IsWaiting ? Now : chip.Emulated.NextTime);

        if (next == VirtualTime.Never)
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
}
