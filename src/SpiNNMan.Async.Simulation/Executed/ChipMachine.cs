using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>Chips that execute, and everything that can come to them from outside. All of it happens at the time up to which they have run, and is recorded if wanted.</summary>
internal sealed class ChipMachine : IDisposable
{
    private readonly MachinePlan _plan;
    private readonly EmulatedMachine _chips;
    private readonly Dictionary<ChipLocation, int> _indices;
    private readonly Dictionary<int, int> _ethernets = [];
    private readonly HashSet<IPAddress> _silent;
    private readonly RecordingWriter? _recording;
    private readonly RunGate _gate;

    /// <summary>Makes a machine without power.</summary>
    /// <param name="plan">Its parts.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="recording">The recorder of all that comes to it.</param>
    /// <param name="gate">Whose turn it is, if that is decided elsewhere.</param>
    /// <exception cref="ArgumentException">The chips could take more memory than allowed.</exception>
    public ChipMachine(MachinePlan plan, MachineOptions options, RecordingWriter? recording = null, RunGate? gate = null)
    {
        _gate = gate ?? new RunGate();
        _plan = plan;
        _recording = recording;
        _silent = [.. plan.Silent];
        _indices = plan.Chips.Index().ToDictionary(static entry => entry.Item.Location, static entry => entry.Index);
        _chips = new EmulatedMachine([.. plan.Chips.Select(Options)], options, hasPower: false);
        foreach ((int chip, int link, int other) in plan.Wires)
            _chips.Connect(chip, link, other);

        foreach ((int index, ChipPlan chip) in plan.Chips.Index())
        {
            if (chip.Ethernet is not { } address)
                continue;

            _ethernets.Add(chip.Board, index);
            byte[] hardware = [2, 1, .. address.GetAddressBytes()];
            _chips.ConnectHost(index, hardware, address, host => !_silent.Contains(host));
        }

        Debugged = new ExecutedDebugging(_chips, plan, _gate);
        recording?.Begin(plan);
    }

    /// <summary>The time up to which everything has happened, in clocks.</summary>
    public long Now => _chips.Now;

    /// <summary>Whether chips run just now: what they send is told meanwhile, and nothing may be done to them.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>When a chip has something to do.</summary>
    public long NextTime => _chips.NextTime;

    /// <summary>The chips.</summary>
    public IReadOnlyList<EmulatedChip> Chips => _chips.Chips;

    /// <summary>The target that debuggers see.</summary>
    public IDebuggedMachine Debugged { get; }

    /// <summary>Its parts.</summary>
    public MachinePlan Plan => _plan;

    /// <summary>Called with each datagram that a chip sends, and the number of its board.</summary>
    public Action<int, HostDatagram>? Sent
    {
        set => _chips.DatagramSent = value is null ? null : datagram => value(_plan.Chips[datagram.Chip].Board, datagram);
    }

    /// <summary>Called when a second of the chips has passed, with their time.</summary>
    public Action<long>? SecondPassed { get; set; }

    /// <summary>The chips of a board.</summary>
    public IEnumerable<int> IndicesOf(int board) => Enumerable.Range(0, _plan.Chips.Count).Where(index => _plan.Chips[index].Board == board);

    /// <summary>The chip with the Ethernet of a board.</summary>
    public EmulatedChip EthernetOf(int board) => _chips.Chips[_ethernets[board]];

    /// <summary>The chip at a place, if it is there and has power.</summary>
    public EmulatedChip? Find(ChipLocation location) => _indices.TryGetValue(location, out int index) && _chips.IsOn(index) ? _chips.Chips[index] : null;

    /// <summary>Whether there is a chip at a place, with power or without.</summary>
    public bool IsPlanned(ChipLocation location) => _indices.ContainsKey(location);

    /// <summary>Runs up to a time, or less if that is no time at which it may stop.</summary>
    /// <param name="time">The time.</param>
    /// <param name="untilSent">Whether to stop earlier, once a datagram was sent.</param>
    public void RunTo(long time, bool untilSent = false)
    {
        long end = time / EmulatedMachine.Grid * EmulatedMachine.Grid;
        if (end > _chips.Now)
            RunExactlyTo(end, untilSent);
    }

    /// <summary>Runs to the very time of something that was recorded.</summary>
    /// <param name="time">The time.</param>
    /// <param name="untilSent">Whether to stop earlier, once a datagram was sent.</param>
    public void RunExactlyTo(long time, bool untilSent = false)
    {
        IsRunning = true;
        try
        {
            while (_chips.Now < time)
            {
                long end = Math.Min(time, ((_chips.Now / VirtualTime.Second) + 1) * VirtualTime.Second);
                long before = _chips.Now;
                using (_gate.Enter())
                    _chips.RunTo(end, untilSent);
                bool isStopped = _chips.Now < end;
                if (_chips.Now > before && _chips.Now % VirtualTime.Second == 0)
                    SecondPassed?.Invoke(_chips.Now);
                if (isStopped)
                    return;
            }
        }
        finally
        {
            IsRunning = false;
        }
    }

    /// <summary>Gives a board power, or takes it away.</summary>
    public void SetPower(int board, bool isOn, ReadOnlyMemory<byte> serialRom = default)
    {
        _recording?.Power(Now, board, isOn, serialRom);
        using (_gate.Enter())
            _chips.SetPower([.. IndicesOf(board)], isOn, serialRom);
    }

    /// <summary>A datagram comes to a board.</summary>
    public void Receive(int board, int port, IPEndPoint host, ReadOnlyMemory<byte> payload)
    {
        _recording?.Datagram(Now, board, port, host, payload.Span);
        _chips.Send(new HostDatagram(Now, _ethernets[board], host, port, payload));
    }

    /// <summary>Cuts a link in the direction away from a chip, or mends it.</summary>
    public void Cut(ChipLocation chip, int link, bool isCut)
    {
        _recording?.Link(Now, chip, link, isCut);
        _chips.Cut(_indices[chip], link, isCut);
    }

    /// <summary>Lets the monitor of a chip stand still, or go on.</summary>
    public void Stop(ChipLocation chip, bool isStopped)
    {
        _recording?.Monitor(Now, chip, isStopped);
        EmulatedChip found = _chips.Chips[_indices[chip]];
        ChipCore core = found.Cores[found.Monitor];
        core.IsStopped = isStopped;
        core.Arm.Time = Math.Max(core.Arm.Time, found.Now);
        found.Touch();
    }

    /// <summary>Lets something happen again that was recorded.</summary>
    public void Apply(RecordedEvent what)
    {
        switch (what.Kind)
        {
            case RecordedKind.PowerOn or RecordedKind.PowerOff:
                SetPower(what.Board, what.Kind == RecordedKind.PowerOn, what.Bytes);
                break;
            case RecordedKind.Datagram:
                Receive(what.Board, what.Number, what.Host!, what.Bytes);
                break;
            case RecordedKind.Link:
                Cut(what.Chip, what.Number, what.IsOff);
                break;
            case RecordedKind.Monitor:
                Stop(what.Chip, what.IsOff);
                break;
            case RecordedKind.Memory:
                TryWrite(what.Chip, what.Address, what.Bytes);
                break;
        }
    }

    /// <summary>Reads memory as the monitor of a chip sees it, without what a device would do.</summary>
    public bool TryRead(ChipLocation chip, uint address, Span<byte> destination) =>
        Find(chip) is { } found && found.Cores[found.Monitor].Arm.Read(address, destination) == destination.Length;

    /// <summary>Writes memory as the monitor of a chip sees it.</summary>
    public bool TryWrite(ChipLocation chip, uint address, ReadOnlySpan<byte> source)
    {
        if (Find(chip) is not { } found)
            return false;

        _recording?.Memory(Now, chip, address, source);
        return found.Cores[found.Monitor].Arm.Write(address, source) == source.Length;
    }

    /// <summary>A number for all memory.</summary>
    public ulong Hash() => MemoryHash.Of(_chips);

    /// <summary>Ends a recording.</summary>
    public void Dispose()
    {
        _recording?.End(Now, _recording.IsEnded ? 0 : Hash());
        _chips.Dispose();
    }

    private ChipOptions Options(ChipPlan chip) => new()
    {
        BadCores = chip.BadCores,
        Monitor = chip.Monitor,
        HasEthernet = chip.Ethernet is not null,
        AnnouncementInterval = Math.Max(VirtualTime.Millisecond, VirtualTime.FromTimeSpan(_plan.AnnouncementInterval)),
    };
}
