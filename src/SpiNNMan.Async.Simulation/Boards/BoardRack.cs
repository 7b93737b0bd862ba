using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Debugging;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The boards of a machine and the wires between them: those that hang together are booted together.</summary>
internal sealed class BoardRack
{
    private readonly List<VirtualBoard> _boards = [];
    private readonly Kernel _kernel;
    private readonly BoardOptions _options;
    private readonly MachineResources _resources;
    private readonly IEngine _engine;

    /// <param name="kernel">The clock.</param>
    /// <param name="options">How boards behave.</param>
    /// <param name="geometry">The machine.</param>
    /// <param name="makeEngine">The engine that boots them; by default monitors are modelled.</param>
    public BoardRack(Kernel kernel, BoardOptions options, MachineLayout geometry, Func<MachineResources, IEngine>? makeEngine = null)
    {
        _kernel = kernel;
        _options = options;
        Geometry = geometry;
        _resources = new MachineResources(options);
        _engine = makeEngine?.Invoke(_resources) ?? new ModelledEngine(kernel, options, _resources);
        Pace = options.Pace;
    }

    public MachineLayout Geometry { get; }

    /// <summary>The chips under the boards, if they execute.</summary>
    public IExecutedBoards? Executed { get; set; }

    /// <summary>The parts that were said not to work, by chip, as in the lists of boards.</summary>
    public IReadOnlyDictionary<ChipLocation, uint> DeadParts => _options.DeadParts;

    /// <summary>Who is on the network of the boards.</summary>
    public HostNetwork Hosts => _resources.Hosts;

    /// <summary>The parts that execute, for debuggers.</summary>
    public IDebuggable Debuggable => _engine;

    /// <summary>The memory of this computer that the memories of all chips take, in bytes.</summary>
    public long MemoryTaken => _resources.Memory.Taken;

    /// <summary>How long commands take now.</summary>
    public MonitorPace Pace
    {
        get => _resources.Pace;
        set
        {
            _resources.Pace = value;
            if (value.TakesTime)
                _kernel.BecomePrecise();
        }
    }

    /// <summary>Says what goes wrong with flood fills.</summary>
    /// <param name="packetLoss">How large a part of their packets chips miss.</param>
    /// <param name="replyLoss">How large a part of the replies to their blocks gets lost for each that waits.</param>
    public void SetFloodFaults(double packetLoss, double replyLoss) => (_resources.FloodFillLoss, _resources.FloodReplyLoss) = (packetLoss, replyLoss);

    /// <summary>Adds the next board, and returns its number.</summary>
    public int Add(VirtualBoard board)
    {
        _boards.Add(board);
        return _boards.Count - 1;
    }

    /// <summary>Boots every board that can be reached from the first, at once and without an image.</summary>
    /// <param name="bootBlock">The settings; empty for those that the options say.</param>
    public void StartBooted(ReadOnlySpan<byte> bootBlock = default)
    {
        foreach (VirtualBoard board in _boards)
            board.PowerOn();

        if (Executed is not null)
        {
            Executed.StartImage(_boards.First(static board => !board.IsDead));
            return;
        }

        VirtualBoard[] started = FindConnected(_boards.First(static board => !board.IsDead), out BootOrder order);
        IBootedMachine machine = _engine.MakeBooted(order, bootBlock.IsEmpty ? _options.BootVariables.Span : bootBlock);
        Join(started, machine);
        foreach (VirtualBoard board in started)
            board.Finish(machine);
    }

    /// <summary>Boots a board with an image, and with it every board that waits for one and can be reached.</summary>
    public void StartImage(VirtualBoard root, ReadOnlySpan<byte> image)
    {
        IBootedMachine? machine = null;
        VirtualBoard[] started = FindConnected(root, out BootOrder order);
        machine = _engine.Boot(order with { Speak = () => Array.ForEach(started, board => board.Speak(machine)), Finish = () => Array.ForEach(started, board => board.Finish(machine)) }, image);
        Join(started, machine);
    }

    /// <summary>Whether there is a board with power at the other end of an edge.</summary>
    public bool HasNeighbour(int board, int fpga, int half)
    {
        (ChipLocation local, int link) = BoardEdges.Links(fpga, half).First();
        return Geometry.Neighbour(PlaceOf(_boards[board], local), link) is { } other && Geometry.BoardOf(other) is var next && next != board && _boards[next].HasPower;
    }

    private static byte[] ReadFaultList(VirtualBoard board)
    {
        var list = new byte[Blacklist.Size];
        board.Port.SerialRom.Flash.Read(SerialRom.FaultList, list);
        return list;
    }

    private static void Join(VirtualBoard[] started, IBootedMachine machine)
    {
        for (int i = 0; i < started.Length; i++)
            started[i].Join(machine, i);
    }

    /// <summary>Finds the boards that are booted when one is.</summary>
    private VirtualBoard[] FindConnected(VirtualBoard root, out BootOrder order)
    {
        (ChipLocation Chip, int Link)[] cut = [.. _boards.SelectMany(board => board.Fpgas.StoppedLinks.Select(link => (PlaceOf(board, link.Chip), link.Link)))];
        MachineLayout works = Blacklist.Apply(cut.Length > 0 ? Geometry.Without([], [], cut) : Geometry, _boards.Select(static board => (board.Number, ReadFaultList(board))));
        MachineLayout part = new MachinePart(works, board => _boards[board].IsWaiting).ConnectedTo(root.Number, out int[] numbers);
        VirtualBoard[] started = [.. numbers.Select(number => _boards[number])];
        order = new BootOrder(part, Array.IndexOf(numbers, root.Number), [.. started.Select(static board => board.Port)]);
        return started;
    }

    private ChipLocation PlaceOf(VirtualBoard board, ChipLocation local)
    {
        ChipLocation ethernet = Geometry.Ethernets[board.Number];
        return new ChipLocation((byte)((ethernet.X + local.X) % Geometry.Width), (byte)((ethernet.Y + local.Y) % Geometry.Height));
    }
}
