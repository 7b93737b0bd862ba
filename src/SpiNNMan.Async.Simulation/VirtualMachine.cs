using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Debugging;
using SpiNNMan.Async.Simulation.Executed;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Network;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation;

/// <summary>A SpiNNaker machine that exists in this process only, and answers over UDP as a real one does.</summary>
/// <remarks>Safe to use from any thread. Protocol: virtual-machine.md.</remarks>
public sealed class VirtualMachine : IAsyncDisposable
{
    private readonly Kernel _kernel;
    private readonly BoardRack _rack;
    private readonly FaultyNetwork _network;
    private readonly AddressPlan _addresses;
    private readonly List<DevicePorts> _ports = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BoardOptions _boardOptions;
    private ServiceTime _serviceTime;
    private readonly ExecutedMachine? _executed;
    private bool _disposed;

    private VirtualMachine(VirtualMachineOptions options, MachineLayout geometry)
    {
        Options = options;
        _kernel = new Kernel(options.TimeProvider, typeof(VirtualMachine));
        _network = new FaultyNetwork(_kernel, options.Seed, options.Faults);
        _addresses = LayerOptions.Addresses(options);
        _serviceTime = options.ServiceTime;
        _boardOptions = LayerOptions.Boards(options);
        _rack = new BoardRack(_kernel, _boardOptions, geometry);
        if (options.Engine == ChipEngine.Executed)
            _rack.Executed = _executed = new ExecutedMachine(_kernel, geometry, LayerOptions.Plan(options, geometry, _addresses), LayerOptions.Execution(options), _rack.Hosts);
        Boards = [];
        Bmps = [];
    }

    /// <summary>The options that it was started with.</summary>
    public VirtualMachineOptions Options { get; }

    /// <summary>Its boards.</summary>
    public IReadOnlyList<VirtualBoard> Boards { get; private set; }

    /// <summary>The processor that switches the boards of the first frame on and off. A real SpiNN-3 has none; a simulated one has.</summary>
    public VirtualBmp Bmp => Bmps[0];

    /// <summary>The BMPs that hosts talk to: those of the first boards of the frames of 24 boards. Each hands on what is for another board of its frame; the others
    /// have addresses as well (<see cref="VirtualBoard.Bmp"/>).</summary>
    public IReadOnlyList<VirtualBmp> Bmps { get; private set; }

    /// <summary>The faults of the network; a change takes effect with the next datagram. Boards can have a network of their own (<see cref="VirtualBoard.Faults"/>).</summary>
    public FaultOptions Faults
    {
        get
        {
            using (_kernel.EnterAlive())
                return _network.Faults;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.MakeReadOnly();
            using (_kernel.EnterAlive())
            {
                _network.Faults = value;
                _rack.SetFloodFaults(value.FloodFillLoss, value.FloodReplyLoss);
            }
        }
    }

    /// <summary>How long commands take; a change takes effect with the next one.</summary>
    public ServiceTime ServiceTime
    {
        get
        {
            using (_kernel.EnterAlive())
                return _serviceTime;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using (_kernel.EnterAlive())
            {
                _serviceTime = value;
                _rack.Pace = LayerOptions.Pace(value);
            }
        }
    }

    /// <summary>Counters of faults on datagrams on their way in, on the network and on those that boards have of their own.</summary>
    public FaultStatistics IngressFaults
    {
        get
        {
            using (_kernel.EnterAlive())
                return FaultStatistics.Sum(Networks.Select(static network => network.Ingress.Statistics));
        }
    }

    /// <summary>Counters of faults on datagrams on their way out, on the network and on those that boards have of their own.</summary>
    public FaultStatistics EgressFaults
    {
        get
        {
            using (_kernel.EnterAlive())
                return FaultStatistics.Sum(Networks.Select(static network => network.Egress.Statistics));
        }
    }

    /// <summary>The last thing that went wrong in the virtual machine itself, which should be reported; <see langword="null"/> if nothing did.</summary>
    public Exception? LastDefect
    {
        get
        {
            using (_kernel.EnterAlive())
                return _kernel.LastDefect;
        }
    }

    /// <summary>How much memory of this computer the memories of all chips have taken, in bytes; no more than <see cref="VirtualMachineOptions.MemoryLimit"/>.</summary>
    /// <remarks>The memory that executed chips take now is not counted. The most that they could take must be within the limit.</remarks>
    public long MemoryTaken
    {
        get
        {
            using (_kernel.EnterAlive())
                return _rack.MemoryTaken;
        }
    }

    /// <summary>How fast executed chips run; <see langword="null"/> if chips are modelled (<see cref="VirtualMachineOptions.Engine"/>).</summary>
    public ExecutionReport? Execution
    {
        get
        {
            using (_kernel.EnterAlive())
                return _executed?.Report is { } report ? new ExecutionReport(report.Virtual, report.Elapsed, report.Busy, report.LetGo) : null;
        }
    }

    /// <summary>The ledger of live data: each event, message and datagram of the programs that gather and inject.</summary>
    public EventLedger Ledger => _boardOptions.Firmware.Ledger;

    /// <summary>Why the run of executed chips could not be recorded any more; <see langword="null"/> if it could, or was not to be.</summary>
    public Exception? RecordingFailure
    {
        get
        {
            using (_kernel.EnterAlive())
                return _executed?.RecordingFailure;
        }
    }

    /// <summary>The chips, if they execute. Use them inside the machine's serial world only.</summary>
    internal ExecutedMachine? Executed => _executed;

    /// <summary>The parts that execute, for debuggers.</summary>
    internal IDebuggable Debuggable => _executed ?? _rack.Debuggable;

    /// <summary>Starts a board of a kind, booted, on 127.0.0.1, on ports of the system's choice.</summary>
    /// <exception cref="SpinnakerConnectionException">The network refused an address or port.</exception>
    public static Task<VirtualMachine> StartAsync(BoardType board, CancellationToken cancellationToken = default) =>
        StartAsync(new VirtualMachineOptions { Board = board }, cancellationToken);

    /// <summary>Starts a machine.</summary>
    /// <exception cref="InvalidParameterException">An option has no meaning.</exception>
    /// <exception cref="SpinnakerConnectionException">The network refused an address or port.</exception>
    public static async Task<VirtualMachine> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        MachineLayout whole = LayerOptions.LayoutOf(options);
        LayerOptions.Take(options, whole);
        var machine = new VirtualMachine(options, whole.Without(options.DeadChips, options.DeadCores, options.DeadLinks));
        try
        {
            machine.Boards = [.. Enumerable.Range(0, whole.Ethernets.Count).Select(machine.AddBoard)];
            machine.Bmps = [.. machine.Boards.Chunk(AddressPlan.BoardsPerFrame).Select(machine.AddBmps)];
            machine.SwitchOn();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where hosts send commands for the board with an address: its port may be one of the system's choice.</summary>
    /// <param name="address">The address of one of its boards, as its chips tell it.</param>
    /// <exception cref="InvalidParameterException">No board has that address.</exception>
    public IPEndPoint GetBoardEndPoint(IPAddress address) =>
        Boards.FirstOrDefault(board => board.EndPoint.Address.Equals(address))?.EndPoint
        ?? throw new InvalidParameterException(nameof(address), address, "no board of this machine has it");

    /// <summary>Puts a program on a core, which runs at once. What it did before ends.</summary>
    /// <param name="core">The core, 1 to 17, of a chip of a booted board.</param>
    /// <param name="application">The program.</param>
    /// <param name="applicationId">The number under which hosts know the application, 1 to 255; 16 by default.</param>
    /// <exception cref="InvalidParameterException">There is no such core, or no such number.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted, or its chips execute.</exception>
    public void Run(CoreLocation core, IVirtualCoreApplication application, byte applicationId = 16)
    {
        ArgumentNullException.ThrowIfNull(application);
        InvalidParameterException.ThrowIfOutside(applicationId, 1, 255, nameof(applicationId));
        using (_kernel.EnterAlive())
        {
            IBootedMachine machine = FindMachine(core.Chip);
            VirtualChip chip = machine.FindChip(core.Chip) ?? throw new InvalidOperationException("The chips of this machine execute, so programs of this process cannot act on their cores: load an image.");
            InvalidParameterException.ThrowIfOutside(core.Core, 1, chip.WorkingCores - 1, nameof(core));
            machine.Run(chip.Core(core.Core), application, applicationId);
        }
    }

    /// <summary>Leads multicast packets from a chip to cores, by an entry in the routing table of each chip on the way.</summary>
    /// <exception cref="InvalidParameterException">There is no such chip or core, or no way.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted, its chips execute, or a table is full.</exception>
    public void Route(PacketRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        using (_kernel.EnterAlive())
            FindMachine(route.From).Load(route);
    }

    /// <summary>Kills the monitor of a chip as a bad address does; it comes back with the next boot.</summary>
    /// <exception cref="InvalidParameterException">There is no such chip.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public void KillMonitor(ChipLocation chip)
    {
        using (_kernel.EnterAlive())
            FindMachine(chip).Kill(chip, $"The monitor of chip {chip} was killed by the program that runs the machine.");
    }

    /// <summary>Keeps the monitor of a chip from its work for a time. What comes through its Ethernet waits, as far as there are buffers; other chips
    /// that want something from it are told that it does not answer.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="time">How long, up to a day.</param>
    /// <exception cref="InvalidParameterException">There is no such chip, or the time is out of range.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public void KeepBusy(ChipLocation chip, TimeSpan time)
    {
        OptionChecks.NotNegative(time, nameof(time));
        using (_kernel.EnterAlive())
            FindMachine(chip).KeepBusy(chip, time);
    }

    /// <summary>Cuts a link of a booted machine in one direction, away from a chip, or mends it. The tables of routes stay as they are: messages that would go over
    /// it are lost, and questions over it are not answered.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="link">The link, 0 (east) to 5 (south).</param>
    /// <param name="isBroken">Whether to cut it, which is the default, or to mend it.</param>
    /// <exception cref="InvalidParameterException">There is no such chip or link.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public void BreakLink(ChipLocation chip, int link, bool isBroken = true)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, Link.Count - 1, nameof(link));
        using (_kernel.EnterAlive())
            FindMachine(chip).SetBroken(chip, link, isBroken);
    }

    /// <summary>Tells what happens in the machine from now on, until it is disposed of. Whoever is too slow misses the oldest of 4096.</summary>
    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        return _kernel.Events.WatchAsync(cancellationToken);
    }

    /// <summary>Reads the memory of a chip as its monitor sees it, behind the back of every client.</summary>
    /// <exception cref="InvalidParameterException">There is no such chip, or nothing at that address.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public void ReadMemory(ChipLocation chip, uint address, Span<byte> destination)
    {
        using (_kernel.EnterAlive())
        {
            if (!FindMachine(chip).TryRead(chip, address, destination))
                throw NothingThere(address);
        }
    }

    /// <summary>Writes the memory of a chip as its monitor sees it, behind the back of every client.</summary>
    /// <exception cref="InvalidParameterException">There is no such chip, or nothing at that address.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public void WriteMemory(ChipLocation chip, uint address, ReadOnlySpan<byte> source)
    {
        using (_kernel.EnterAlive())
        {
            if (!FindMachine(chip).TryWrite(chip, address, source))
                throw NothingThere(address);
        }
    }

    /// <summary>Switches everything off and closes its sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        // Whoever disposes of it again waits until it has ended.
        if (Interlocked.Exchange(ref _disposed, true))
        {
            await _ended.Task.ConfigureAwait(false);
            return;
        }

        try
        {
            foreach (DevicePorts ports in _ports)
                await ports.DisposeAsync().ConfigureAwait(false);

            using (_kernel.Enter())
                _executed?.Dispose();
            _kernel.Dispose();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private IEnumerable<FaultyNetwork> Networks => _ports.Select(static ports => ports.OwnNetwork).OfType<FaultyNetwork>().Prepend(_network);

    private static InvalidParameterException NothingThere(uint address) => new(nameof(address), $"0x{address:X8}", "a chip has nothing there");

    private IBootedMachine FindMachine(ChipLocation chip)
    {
        IBootedMachine machine = Boards.Select(board => board.Machine).FirstOrDefault(running => running is not null) ?? throw new InvalidOperationException("The machine is not booted: it has no chips that could be used yet.");
        return machine.Has(chip) ? machine : throw new InvalidParameterException(nameof(chip), chip, "the machine has no such chip");
    }

    private VirtualBoard AddBoard(int number)
    {
        var counters = new DeviceCounters();
        IPAddress address = _addresses.OfBoard(number);
        DevicePorts ports = AddPorts(address, counters);
        bool truePorts = Options.UseTruePorts;
        IPEndPoint endPoint = ports.Open(ScpMessage.Port, truePorts ? ScpMessage.Port : 0);
        IPEndPoint bootEndPoint = ports.Open(BootRom.Port, truePorts ? BootRom.Port : 0, isShared: true);
        IReadOnlyList<IPEndPoint> targets = Options.AnnouncementTargets ?? (truePorts ? [new IPEndPoint(IPAddress.Loopback, BootRom.Port)] : []);
        var board = new VirtualBoard(_kernel, _boardOptions, _rack, ports, counters, address, targets) { EndPoint = endPoint, BootEndPoint = bootEndPoint };
        ports.Attach(board);
        return board;
    }

    private void SwitchOn()
    {
        using (_kernel.EnterAlive())
        {
            _executed?.Start();
            if (Options.Booted)
                _rack.StartBooted();
            else
                SwitchOnUnbooted();
        }
    }

    private void SwitchOnUnbooted()
    {
        foreach (VirtualBoard board in Boards)
            board.PowerOn();
    }

    /// <summary>Gives each board of a frame its BMP, and returns that of the first that works, to which hosts talk.</summary>
    private VirtualBmp AddBmps(VirtualBoard[] boards, int frame)
    {
        var commands = new BmpCommands(_kernel, boards, (byte)(BoardAddress.DefaultFrame + frame), _boardOptions.Schedule.PowerOn);
        for (int number = 0; number < boards.Length; number++)
            boards[number].Bmp = AddBmp(boards[number], commands, number);

        return (boards.FirstOrDefault(static board => !board.IsDead) ?? boards[0]).Bmp!;
    }

    private VirtualBmp AddBmp(VirtualBoard board, BmpCommands commands, int number)
    {
        var counters = new DeviceCounters();
        IPAddress address = _addresses.OfBmp(board.Number);
        DevicePorts ports = AddPorts(address, counters);
        IPEndPoint endPoint = ports.Open(ScpMessage.Port, Options.UseTruePorts ? ScpMessage.Port : 0);
        var bmp = new VirtualBmp(_kernel, commands, number, address, ports, counters) { EndPoint = endPoint };
        ports.Attach(bmp);
        return bmp;
    }

    private DevicePorts AddPorts(IPAddress address, DeviceCounters counters)
    {
        var ports = new DevicePorts(_kernel, Options.Network, address, _network, counters);
        _ports.Add(ports);
        return ports;
    }
}
