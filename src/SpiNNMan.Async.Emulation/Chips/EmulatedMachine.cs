using System.Collections.Concurrent;
using System.Net;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Several chips with links between them, and one time.</summary>
/// <remarks>
/// Time passes in windows. In each, chips run by themselves, on as many host threads as wanted; at its end they get what others have sent, in the order of time, chip and number.
/// A window is as long as the options say; while a single chip has anything to do, it is longer, and ends when that chip sends something. No window goes over a multiple of
/// <see cref="Grid"/>. So nothing depends on the threads, nor on how often the machine is stopped at such times.
/// </remarks>
internal sealed class EmulatedMachine : IDebuggedChips, IDisposable
{
    /// <summary>The times at which the machine can be stopped without changing what happens: multiples of this number of clocks, 50 us.</summary>
    public const long Grid = 50 * VirtualTime.Microsecond;

    private readonly MachineOptions _options;
    private readonly ChipOptions[] _plans;
    private readonly bool[] _isOn;
    private readonly List<(int Chip, int Link, int Other)> _wires = [];
    private readonly EmulatedChip[] _chips;
    private readonly HostNetwork?[] _networks;
    private readonly ConcurrentQueue<HostDatagram> _fromHost = new();
    private readonly WindowWorkers? _workers;
    private readonly int[] _active;
    private readonly Action<int> _runOne;
    private long _windowEnd;
    private bool _hasSent;
    private int _activeCount;
    private bool _isSoloWindow;
    private bool _isWindowOpen;
    private bool _isDisposed;

    /// <summary>Makes a machine to which power has come.</summary>
    /// <param name="chips">The parts of its chips.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="hasPower">Whether its chips have power from the start.</param>
    /// <exception cref="ArgumentException">There are no chips, or they could take more memory than allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EmulatedMachine(IReadOnlyList<ChipOptions> chips, MachineOptions options, bool hasPower = true)
    {
        options.Validate();
        if (chips.Count == 0) throw new ArgumentException("A machine has at least one chip.", nameof(chips));
        long memory = chips.Count * MachineOptions.MostChipMemory;
        if (memory > options.MemoryLimit)
        {
            throw new ArgumentException(
                $"Programs on {chips.Count} chips could take {memory >> 20} MB of memory, more than the {options.MemoryLimit >> 20} MB allowed; raise {nameof(MachineOptions.MemoryLimit)}, or use fewer chips.",
                nameof(chips));
        }

        foreach (ChipOptions chip in chips) chip.Validate();
        _options = options;
        Cache = new CodeCache(options.Translation);
        _networks = new HostNetwork?[chips.Count];
        _plans = [.. chips];
        _isOn = [.. Enumerable.Repeat(hasPower, chips.Count)];
        _chips = new EmulatedChip[chips.Count];
        for (int index = 0; index < _chips.Length; index++) _chips[index] = Make(index);

        _active = new int[_chips.Length];
        _runOne = index => _chips[_active[index]].Run(_windowEnd, _isSoloWindow);
        if (options.HostThreads > 1) _workers = new WindowWorkers(options.HostThreads - 1);
    }

    /// <summary>The code of all cores.</summary>
    public CodeCache Cache { get; }

    /// <summary>The chips.</summary>
    public IReadOnlyList<EmulatedChip> Chips => _chips;

    /// <summary>The time up to which everything has happened.</summary>
    public long Now { get; private set; }

    /// <summary>Called with each datagram that a chip gets, its time being when it was taken over. Sending the same ones to the same machine again gives the same run.</summary>
    public Action<HostDatagram>? DatagramTaken { get; set; }

    /// <summary>Called with each datagram that a chip sends, in the order of windows and chips.</summary>
    public Action<HostDatagram>? DatagramSent { get; set; }

    /// <summary>How many datagrams from the host were lost because too many waited, or they were too long.</summary>
    public long DatagramsLost { get; private set; }

    /// <summary>When a chip has something to do; <see cref="VirtualTime.Never"/> if none has.</summary>
    public long NextTime => _chips.Min(static chip => chip.NextTime);

    /// <summary>Whether a chip has power.</summary>
    public bool IsOn(int chip) => _isOn[chip];

    /// <summary>Takes the power of chips away, or gives it to them. With power, they have forgotten everything and wait as their options say. Not to be called while the machine runs.</summary>
    /// <param name="chips">The indices of the chips.</param>
    /// <param name="isOn">Whether they have power from now on.</param>
    /// <param name="serialRom">The content of the serial ROM of chips with Ethernet.</param>
    public void SetPower(IReadOnlyList<int> chips, bool isOn, ReadOnlyMemory<byte> serialRom = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (int index in chips)
        {
            _chips[index].Dispose();
            _isOn[index] = isOn;
            if (isOn) _plans[index] = _plans[index] with { SerialRom = serialRom };
            _chips[index] = Make(index);
            _networks[index]?.Restart(_chips[index]);
        }

        foreach ((int chip, int link, int other) in _wires)
            if (chips.Contains(chip) || chips.Contains(other)) Wire(chip, link, other);
    }

    /// <summary>Cuts a link in the direction away from a chip, or mends it.</summary>
    public void Cut(int chip, int link, bool isCut) => _chips[chip].Cut(link, isCut);

    /// <summary>Connects a link of one chip with one of another, or of the same.</summary>
    /// <param name="chip">The index of a chip.</param>
    /// <param name="link">Its link: 0 east, and on against the clock.</param>
    /// <param name="other">The index of the other chip. The link there is the opposite one.</param>
    public void Connect(int chip, int link, int other)
    {
        _wires.Add((chip, link, other));
        Wire(chip, link, other);
    }

    /// <summary>Connects the Ethernet of a chip with hosts.</summary>
    /// <param name="chip">The index of the chip.</param>
    /// <param name="hardwareAddress">The six bytes of its hardware address.</param>
    /// <param name="address">Its IPv4 address.</param>
    /// <param name="answers">Whether somebody answers for an address that the chip asks for; by default, always.</param>
    public void ConnectHost(int chip, ReadOnlySpan<byte> hardwareAddress, IPAddress address, Func<IPAddress, bool>? answers = null) =>
        _networks[chip] = new HostNetwork(_chips[chip], chip, hardwareAddress, address, answers);

    /// <summary>Sends a datagram to a chip, from any thread.</summary>
    /// <param name="datagram">The datagram. It is taken over at its time, or as soon as the machine runs if that is over.</param>
    /// <returns>Whether there was room.</returns>
    public bool Send(HostDatagram datagram)
    {
        if (_fromHost.Count >= _options.WaitingDatagrams) return false;
        _fromHost.Enqueue(datagram);
        return true;
    }

    /// <summary>Whether time stands still for a debugger: <see cref="RunTo"/> does nothing, or returns early.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether it stands within a window, since a debugger holds a chip.</summary>
    public bool IsWithinWindow => _isWindowOpen;

    /// <summary>Called when <see cref="RunTo"/> returns because the machine is paused, by the thread that ran it.</summary>
    public Action? HasPaused { get; set; }

    /// <summary>The time at whose window's end it pauses by itself.</summary>
    public long PauseTime { get; set; } = VirtualTime.Never;

    /// <summary>Gives datagrams that are taken over at a time, each in turn; null if there are no more. For those of a recording: they must come in the window in which they came.</summary>
    public Func<long, HostDatagram?>? Recorded { get; set; }

    /// <summary>Runs up to a time, or until a debugger pauses it.</summary>
    /// <param name="time">The time, in clocks since power came. Unless it is a multiple of <see cref="Grid"/>, or where a window ends, that it was stopped there can change what happens.</param>
    /// <param name="untilSent">Whether to stop earlier, at the end of the window in which a chip sends a datagram.</param>
    public void RunTo(long time, bool untilSent = false)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsPaused) return;
        _hasSent = false;
        while (!IsPaused)
        {
            if (_isWindowOpen)
            {
                FinishWindow();
                continue;
            }

            if (Now >= PauseTime)
            {
                PauseTime = VirtualTime.Never;
                IsPaused = true;
                break;
            }

            TakeFromHost();
            if (Now >= time || !RunWindow(time) || (untilSent && _hasSent)) break;
        }

        if (IsPaused) HasPaused?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _workers?.Dispose();
        foreach (EmulatedChip chip in _chips) chip.Dispose();
    }

    private EmulatedChip Make(int index)
    {
        // One without power is there, but has no core that works and no connection.
        ChipOptions plan = _isOn[index] ? _plans[index] : _plans[index] with { BadCores = uint.MaxValue, WaitsForImage = false, HasEthernet = false };
        return new EmulatedChip(plan, Cache, (frame, now) => _networks[index]?.Receive(frame, now), (message, now) => _networks[index]?.Announce(message, now), Now);
    }

    private void Wire(int chip, int link, int other)
    {
        bool isWhole = _isOn[chip] && _isOn[other];
        int opposite = (link + 3) % Router.Links;
        _chips[chip].Connect(link, isWhole ? new LinkPort(other, opposite) : null);
        _chips[other].Connect(opposite, isWhole ? new LinkPort(chip, link) : null);
    }

    private void TakeFromHost()
    {
        while (Recorded?.Invoke(Now) is { } recorded) Take(recorded);
        while (_fromHost.TryDequeue(out HostDatagram? datagram)) Take(datagram);
    }

    private void Take(HostDatagram datagram)
    {
        HostDatagram taken = datagram with { Time = Math.Max(datagram.Time, Now) };
        if (_isOn[taken.Chip] && _networks[taken.Chip] is { } network && network.Send(taken)) DatagramTaken?.Invoke(taken);
        else DatagramsLost++;
    }

    /// <summary>Runs one window.</summary>
    /// <returns>Whether the time is not reached yet.</returns>
    private bool RunWindow(long time)
    {
        long first = long.MaxValue;
        long second = long.MaxValue;
        int firstChip = 0;
        for (int index = 0; index < _chips.Length; index++)
        {
            long next = _chips[index].NextTime;
            if (next < first) (second, first, firstChip) = (first, next, index);
            else if (next < second) second = next;
        }

        if (first >= time)
        {
            Now = time;
            return false;
        }

        long start = Math.Max(first, Now);
        long most = Math.Min(time, ((start / Grid) + 1) * Grid);
        long end = Math.Min(most, start + _options.Lookahead);
        _isSoloWindow = second > end;
        _isWindowOpen = true;
        if (_isSoloWindow)
        {
            _windowEnd = Math.Min(most, Math.Min(second, start + _options.SoloLookahead));
            (_activeCount, _active[0]) = (1, firstChip);
        }
        else
        {
            _windowEnd = end;
            _activeCount = 0;
            for (int index = 0; index < _chips.Length; index++)
                if (_chips[index].NextTime < end) _active[_activeCount++] = index;
        }

        FinishWindow();
        return true;
    }

    /// <summary>Lets the chips run to the end of the window. While a debugger holds one, the window stays open; the others wait at its end.</summary>
    private void FinishWindow()
    {
        if (_workers is not null && _activeCount > 1) _workers.Run(_activeCount, _runOne);
        else
            for (int index = 0; index < _activeCount; index++) _runOne(index);
        int held = 0;
        long soloEnd = _chips[_active[0]].Now;
        for (int index = 0; index < _activeCount; index++)
            if (_chips[_active[index]].IsHeld) _active[held++] = _active[index];
        _activeCount = held;
        if (held > 0) return;
        _isWindowOpen = false;
        Now = _isSoloWindow ? soloEnd : _windowEnd;
        Exchange();
    }

    private void Exchange()
    {
        for (int index = 0; index < _chips.Length; index++)
        {
            List<LinkMessage> outbox = _chips[index].Outbox;
            foreach (LinkMessage message in outbox) _chips[message.Target].AddEvent(Math.Max(message.Time, Now), message.Event);
            outbox.Clear();
            if (_networks[index] is not { } network) continue;
            while (network.Sent.TryDequeue(out HostDatagram? datagram))
            {
                _hasSent = true;
                DatagramSent?.Invoke(datagram);
            }
        }
    }
}
