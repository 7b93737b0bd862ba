using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Lets the time of chips pass in windows. In each, chips run by themselves; at its end they get what others have sent, and the model does what they have asked for.</summary>
/// <param name="host">The machine around them.</param>
internal sealed class ChipWindows(IProgramHost host) : IDebuggedChips
{
    /// <summary>How long a window is, in clocks.</summary>
    public const long Length = 200;

    private const long SoloLength = 20_000;

    private readonly List<ExecutingChip> _chips = [];
    private readonly List<EmulatedChip> _emulated = [];
    private readonly Dictionary<int, ExecutingChip> _byAddress = [];
    private readonly List<ExecutingChip> _active = [];
    private readonly List<ExecutingChip> _unfinished = [];
    private volatile bool _isPaused;
    private long _end;
    private bool _isSolo;

    /// <inheritdoc/>
    public IReadOnlyList<EmulatedChip> Chips => _emulated;

    /// <summary>The chips, with their models.</summary>
    public IReadOnlyList<ExecutingChip> All => _chips;

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <inheritdoc/>
    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    /// <inheritdoc/>
    public bool IsWithinWindow => _unfinished.Count > 0;

    /// <inheritdoc/>
    public long PauseTime { get; set; } = VirtualTime.Never;

    /// <inheritdoc/>
    public Action? HasPaused { get; set; }

    /// <summary>When a chip has something to do.</summary>
    public long NextTime
    {
        get
        {
            long next = VirtualTime.Never;
            foreach (ExecutingChip chip in _chips)
                next = Math.Min(next, chip.IsWaiting ? Now : chip.Emulated.NextTime);

            return next;
        }
    }

    /// <summary>The emulated chip of a chip, if it has one.</summary>
    public ExecutingChip? Find(VirtualChip chip) => _byAddress.GetValueOrDefault(chip.Identity.Address);

    /// <summary>Adds a chip, and connects it with its neighbours.</summary>
    public void Add(ExecutingChip chip)
    {
        _chips.Add(chip);
        _emulated.Add(chip.Emulated);
        _byAddress[chip.Chip.Identity.Address] = chip;
        for (int link = 0; link < Link.Count; link++)
        {
            if (host.Across(chip.Chip, link) is { } other)
                chip.Emulated.Connect(link, new LinkPort(other.Identity.Address, Link.Opposite(link)));
        }

        CutLinks(chip);
    }

    /// <summary>Links were cut or mended.</summary>
    public void CutLinks()
    {
        foreach (ExecutingChip chip in _chips)
            CutLinks(chip);
    }

    /// <summary>Forgets all chips.</summary>
    public void Clear()
    {
        _chips.Clear();
        _emulated.Clear();
        _byAddress.Clear();
        _unfinished.Clear();
    }

    /// <summary>Begins at a time, before there are chips.</summary>
    public void StartAt(long time) => Now = Math.Max(Now, time);

    /// <summary>Runs up to a time, or until a debugger pauses the chips.</summary>
    /// <param name="end">The time, in clocks.</param>
    /// <param name="hostDeadline">When to end earlier, by the timestamps of this computer.</param>
    public void RunTo(long end, long hostDeadline)
    {
        if (_isPaused)
            return;

        foreach (ExecutingChip chip in _chips)
        {
            if (chip.IsWaiting && !IsWithinWindow)
                chip.Serve(host);
        }

        while (!_isPaused && (IsWithinWindow || Now < end))
        {
            if (IsWithinWindow)
                FinishWindow();
            else if (Now >= PauseTime)
                (PauseTime, _isPaused) = (VirtualTime.Never, true);
            else
                RunWindow(end);

            if (hostDeadline != long.MaxValue && TimeProvider.System.GetTimestamp() >= hostDeadline)
                break;
        }
    }

    private void CutLinks(ExecutingChip chip)
    {
        for (int link = 0; link < Link.Count; link++)
            chip.Emulated.Cut(link, host.IsLinkCut(chip.Chip, link));
    }

    private void RunWindow(long end)
    {
        long first = VirtualTime.Never;
        long second = VirtualTime.Never;
        ExecutingChip? alone = null;
        foreach (ExecutingChip chip in _chips)
        {
            long next = chip.IsWaiting ? Math.Min(chip.Emulated.NextTime, Now + Length) : chip.Emulated.NextTime;
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

        _active.Clear();
        _end = Math.Min(end, start + Length);
        _isSolo = second > _end && alone is { IsWaiting: false };
        if (_isSolo)
        {
            _end = Math.Min(end, Math.Min(second, start + SoloLength));
            _active.Add(alone!);
        }
        else
        {
            foreach (ExecutingChip chip in _chips)
            {
                if (chip.IsWaiting || chip.Emulated.NextTime < _end)
                    _active.Add(chip);
            }
        }

        foreach (ExecutingChip chip in _active)
            chip.UpdateClocks(start);

        _unfinished.AddRange(_active);
        FinishWindow();
    }

    /// <summary>Lets the chips run to the end of the window. While a debugger holds one, the window stays open; the others wait at its end.</summary>
    private void FinishWindow()
    {
        foreach (ExecutingChip chip in _unfinished)
            chip.Emulated.Run(_end, _isSolo);

        _unfinished.RemoveAll(static chip => !chip.Emulated.IsHeld);
        if (IsWithinWindow)
            return;

        Now = _isSolo ? Math.Max(Now, _active[0].Emulated.Now) : _end;
        foreach (ExecutingChip chip in _active)
        {
            Exchange(chip);
            chip.Serve(host);
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
            bool isWell = !isPacket || host.IsLinkWell(chip.Chip, link);
            if (isWell && _byAddress.TryGetValue(message.Target, out ExecutingChip? target))
            {
                target.Emulated.AddEvent(Math.Max(message.Time, Now), message.Event);
            }
            else if (isPacket)
            {
                chip.Emulated.AddEvent(Math.Max(message.Time, Now), new ChipEvent(ChipEventKind.LinkCredit, link));
                if (isWell && host.Across(chip.Chip, link) is { } other)
                    host.Carry(other, message.Event.Number, message.Event.Packet);
            }
            else
            {
                chip.GiveBack(link);
            }
        }

        outbox.Clear();
    }
}
