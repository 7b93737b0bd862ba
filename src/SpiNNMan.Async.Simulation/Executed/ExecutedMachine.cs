using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Debugging;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The boards of a machine whose chips execute, from their boot ROMs on. All of it happens in the machine's serial world.</summary>
internal sealed class ExecutedMachine : IExecutedBoards, IBootedMachine, IDebuggable
{
    private readonly Kernel _kernel;
    private readonly MachineLayout _layout;
    private readonly ExecutionSettings _settings;
    private readonly ChipMachine _chips;
    private readonly ChipClock _clock;
    private readonly BoardNetwork _network;
    private readonly Dictionary<int, VirtualBoard> _boards = [];
    private readonly Dictionary<ChipLocation, string> _failures = [];
    private readonly Dictionary<ChipLocation, TimeSpan> _busyUntil = [];
    private readonly HashSet<(ChipLocation Chip, int Link)> _broken = [];
    private readonly HashSet<(ChipLocation Chip, int Link)> _stopped = [];

    /// <summary>Makes the machine, without power.</summary>
    /// <param name="kernel">The machine's serial world.</param>
    /// <param name="layout">The parts that work.</param>
    /// <param name="plan">Its parts.</param>
    /// <param name="settings">How it is run.</param>
    /// <param name="hosts">Who is on the network of the boards.</param>
    public ExecutedMachine(Kernel kernel, MachineLayout layout, MachinePlan plan, ExecutionSettings settings, Messages.HostNetwork hosts)
    {
        _kernel = kernel;
        _layout = layout;
        _settings = settings;
        _network = new BoardNetwork(hosts);
        _chips = Make(plan, settings.HostThreads, settings.MemoryLimit, settings.Recording);
        _chips.Sent = (board, datagram) => _network.Send(_boards[board], datagram);
        _clock = new ChipClock(kernel, _chips, settings.Pace, settings.HostLoad, settings.Time) { Ran = LookAtRoms };
    }

    /// <summary>How fast it was.</summary>
    public PaceReport Report => _clock.Report;

    public IDebuggedMachine? Debugged => _chips.Debugged;

    public IDebuggedMachine? Prepare() => Debugged;

    public Action? Changed { get; set; }

    /// <summary>Why it could not be recorded any more.</summary>
    public Exception? RecordingFailure => _settings.Recording?.Failure;

    /// <summary>A number for all its memory.</summary>
    public ulong Hash() => _chips.Hash();

    /// <summary>Called when a second of the chips has passed, with their time.</summary>
    public Action<long>? SecondPassed
    {
        set => _chips.SecondPassed = value;
    }

    /// <summary>The time of the chips, in clocks.</summary>
    public long Now => _chips.Now;

    public SoftwareVersion? Version => null;

    public bool ExecutesBootRom => true;

    /// <summary>Makes chips.</summary>
    /// <exception cref="InvalidParameterException">They could take more memory than allowed.</exception>
    public static ChipMachine Make(MachinePlan plan, int hostThreads, long memoryLimit, RecordingWriter? recording)
    {
        CheckMemory(plan, memoryLimit);
        return new ChipMachine(plan, new MachineOptions { HostThreads = hostThreads, MemoryLimit = memoryLimit }, recording);
    }

    /// <summary>Checks that chips cannot take more memory than allowed.</summary>
    /// <exception cref="InvalidParameterException">They could.</exception>
    public static void CheckMemory(MachinePlan plan, long memoryLimit)
    {
        long most = plan.Chips.Count * MachineOptions.MostChipMemory;
        if (most > memoryLimit)
            throw new InvalidParameterException(nameof(VirtualMachineOptions.MemoryLimit), memoryLimit, $"programs on {plan.Chips.Count} executed chips can take {most >> 20} MiB: allow as much, or simulate fewer chips");
    }

    public void Start() => _clock.Start();

    public IBootedMachine PowerOn(VirtualBoard board, ReadOnlyMemory<byte> serialRom)
    {
        _boards[board.Number] = board;
        _clock.Do(() =>
        {
            _chips.SetPower(board.Number, isOn: true, serialRom);
            Changed?.Invoke();
        });
        Forget(board.Number);
        SetStopped(board.Number, [.. board.Fpgas.StoppedLinks]);
        return this;
    }

    public ReadOnlyMemory<byte> SerialRomOf(int board) => _chips.EthernetOf(board).SerialRom is { } rom ? rom.Bytes.ToArray() : default;

    public void StartImage(VirtualBoard board)
    {
        _clock.Do(() =>
        {
            foreach (byte[] message in BootMessages.Of(_settings.Image.Span, _layout.HardwareVersion, _layout.Led0, _kernel.UtcNow))
                _chips.Receive(board.Number, Boot.BootRom.Port, new IPEndPoint(IPAddress.Loopback, Boot.BootRom.Port), message);
        });
    }

    public void Receive(int board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        _network.Hear(_boards[board], port, datagram, sender);
        byte[] payload = datagram.ToArray();
        _clock.Do(() => _chips.Receive(board, port, sender, payload));
        _clock.Answer();
    }

    public void Lose(int board)
    {
        _clock.Do(() => _chips.SetPower(board, isOn: false));
        Forget(board);
    }

    public IEnumerable<VirtualChip> ChipsOf(int board) => [];

    public IEnumerable<ChipSnapshot> Look(int board) => _chips.IndicesOf(board).Select(index =>
    {
        EmulatedChip chip = _chips.Chips[index];
        ChipLocation location = _chips.Plan.Chips[index].Location;
        return new ChipSnapshot(location, _layout.LocalOf(location), !chip.BootRom.IsWaiting, _failures.GetValueOrDefault(location), IsBusy(location), Commands: 0, [])
        {
            AwakeCores = chip.Cores.Count(static core => core.IsAwake),
        };
    });

    public VirtualChip? FindChip(ChipLocation location) => null;

    public bool Has(ChipLocation chip) => _chips.Find(chip) is not null;

    public void Run(VirtualCore core, IVirtualCoreApplication application, byte applicationId) => throw CannotRun();

    public void SetBroken(ChipLocation chip, int link, bool isBroken) => Set(_broken, chip, link, isBroken);

    public void SetStopped(int board, IReadOnlyList<(ChipLocation Chip, int Link)> links)
    {
        (ChipLocation Chip, int Link)[] wanted = [.. links.Select(link => (_layout.PlaceOf(board, link.Chip), link.Link))];
        foreach ((ChipLocation chip, int link) in _stopped.Where(stopped => _layout.BoardOf(stopped.Chip) == board).Except(wanted).ToArray())
            Set(_stopped, chip, link, isCut: false);
        foreach ((ChipLocation chip, int link) in wanted.Where(wanted => _chips.IsPlanned(wanted.Chip)))
            Set(_stopped, chip, link, isCut: true);
    }

    public void Kill(ChipLocation chip, string why)
    {
        if (!_failures.TryAdd(chip, why))
            return;

        _clock.Do(() => _chips.Stop(chip, isStopped: true));
        _kernel.Events.Publish(new MachineEvent(_kernel.Now, MachineEventKind.MonitorDied, Board: null, chip, Core: null, why));
    }

    public void KeepBusy(ChipLocation chip, TimeSpan time)
    {
        if (_failures.ContainsKey(chip))
            return;

        TimeSpan until = _kernel.Now + time;
        _busyUntil[chip] = until;
        _clock.Do(() => _chips.Stop(chip, isStopped: true));
        _kernel.Schedule(time, () =>
        {
            // It may have been killed, kept longer, or lost its power.
            if (!_busyUntil.TryGetValue(chip, out TimeSpan end) || end != until)
                return;

            _busyUntil.Remove(chip);
            if (!_failures.ContainsKey(chip))
                _clock.Do(() => _chips.Stop(chip, isStopped: false));
        });
    }

    public bool TryRead(ChipLocation chip, uint address, Span<byte> destination) => _chips.TryRead(chip, address, destination);

    public bool TryWrite(ChipLocation chip, uint address, ReadOnlySpan<byte> source)
    {
        byte[] bytes = source.ToArray();
        bool isWritten = false;
        _clock.Do(() => isWritten = _chips.TryWrite(chip, address, bytes));
        return isWritten;
    }

    public void Dispose()
    {
        _clock.End();
        _chips.Dispose();
    }

    private static InvalidOperationException CannotRun() => new("The chips of this machine execute, so programs of this process cannot act on their cores: load an image.");

    private bool IsBusy(ChipLocation chip) => _busyUntil.ContainsKey(chip);

    /// <summary>Forgets the dead parts of the chips of a board.</summary>
    private void Forget(int board)
    {
        foreach (int index in _chips.IndicesOf(board))
        {
            ChipLocation chip = _chips.Plan.Chips[index].Location;
            _failures.Remove(chip);
            _busyUntil.Remove(chip);
            _broken.RemoveWhere(broken => broken.Chip == chip);
            _stopped.RemoveWhere(stopped => stopped.Chip == chip);
        }
    }

    /// <summary>Cuts a link in the direction away from a chip, or mends it: it is cut as long as anybody wants it to be.</summary>
    private void Set(HashSet<(ChipLocation Chip, int Link)> cuts, ChipLocation chip, int link, bool isCut)
    {
        if (!(isCut ? cuts.Add((chip, link)) : cuts.Remove((chip, link))))
            return;

        bool isWhole = !_broken.Contains((chip, link)) && !_stopped.Contains((chip, link));
        _clock.Do(() => _chips.Cut(chip, link, !isWhole));
    }

    /// <summary>Tells boards what their boot ROMs do.</summary>
    private void LookAtRoms()
    {
        foreach ((int number, VirtualBoard board) in _boards)
        {
            if (board.HasPower)
                board.ShowRom(_chips.EthernetOf(number).BootRom.IsWaiting);
        }
    }
}
