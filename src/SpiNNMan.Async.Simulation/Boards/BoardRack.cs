using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The boards of a machine and the wires between them: those that hang together are booted together.</summary>
internal sealed class BoardRack(Kernel kernel, VirtualMachineOptions options, MachineLayout geometry)
{
    private readonly List<VirtualBoard> _boards = [];
    private readonly MachineResources _resources = new(options);

    public MachineLayout Geometry => geometry;

    /// <summary>What was said not to work, by chip, as the lists of boards have it.</summary>
    public IReadOnlyDictionary<ChipLocation, uint> DeadParts { get; } = Blacklist.PartsOf(options);

    /// <summary>Who is on the network of the boards.</summary>
    public HostNetwork Hosts => _resources.Hosts;

    /// <summary>What the memories of all chips have taken of this computer's, in bytes.</summary>
    public long MemoryTaken => _resources.Memory.Taken;

    /// <summary>How long commands take now.</summary>
    public ServiceTime ServiceTime
    {
        get => _resources.ServiceTime;
        set
        {
            _resources.ServiceTime = value;
            if (value.TakesTime)
                kernel.BecomePrecise();
        }
    }

    /// <summary>How large a part of the packets of flood fills chips miss.</summary>
    public double FloodFillLoss { get; set; } = options.Faults.FloodFillLoss;

    /// <summary>How large a part of the replies to their blocks gets lost for each that waits.</summary>
    public double FloodReplyLoss { get; set; } = options.Faults.FloodReplyLoss;

    /// <summary>Adds the next board, and returns its number.</summary>
    public int Add(VirtualBoard board)
    {
        _boards.Add(board);
        return _boards.Count - 1;
    }

    /// <summary>Boots every board that can be reached from the first, at once and without an image.</summary>
    public void StartBooted(byte[]? bootBlock)
    {
        foreach (VirtualBoard board in _boards)
            board.PowerOn();

        FirmwareProfile firmware = FirmwareProfile.Find(options.Firmware) ?? FirmwareProfile.Scamp400;
        bootBlock ??= options.BootVariables is { Length: > 0 } variables ? variables.ToArray() : firmware.MakeBootBlock(geometry.Kind, kernel.UtcNow);
        Scamp scamp = Start(_boards.First(static board => !board.IsDead), firmware, bootBlock, out VirtualBoard[] started);
        Finish(scamp, started);
    }

    /// <summary>Boots a board with an image, and with it every board that waits for one and can be reached.</summary>
    public void StartImage(VirtualBoard root, ReadOnlySpan<byte> image)
    {
        byte[] bootBlock = BootImageReader.ReadBootBlock(image, BootBlock.MakeDefault(geometry.HardwareVersion, geometry.Led0, kernel.UtcNow));
        Scamp scamp = Start(root, BootImageReader.Recognise(image), bootBlock, out VirtualBoard[] started);
        BootTiming timing = options.BootTiming;
        TimeSpan due = timing.Silence;
        At(due, 0);
        At(due += timing.Addresses + timing.ToPassOn(scamp.Radius - 1), 1);
        At(due += timing.Dimensions, 2);
        At(due += timing.LinkTest, 3);
        double factor = scamp.TableFactor(timing);
        due += factor * timing.Tables;
        if (scamp.Firmware.FillsTablesTwice)
            At(due, 4);

        scamp.Schedule(due + (factor * timing.ReturnTables), () => Finish(scamp, started));

        void At(TimeSpan delay, byte phase) => scamp.Schedule(delay, () =>
        {
            foreach (VirtualBoard board in started)
                board.Speak(scamp);

            scamp.EnterPhase(phase);
        });
    }

    /// <summary>Whether there is a board with power at the other end of an edge.</summary>
    public bool HasNeighbour(int board, int fpga, int half)
    {
        (ChipLocation local, int link) = BoardEdges.Links(fpga, half).First();
        return geometry.Neighbour(PlaceOf(_boards[board], local), link) is { } other && geometry.BoardOf(other) is var next && next != board && _boards[next].HasPower;
    }

    private static byte[] ReadFaultList(VirtualBoard board)
    {
        var list = new byte[Blacklist.Size];
        board.Port.SerialRom.Flash.Read(SerialRom.FaultList, list);
        return list;
    }

    private static void Finish(Scamp scamp, VirtualBoard[] started)
    {
        scamp.Finish();
        foreach (VirtualBoard board in started)
            board.Finish(scamp);
    }

    private Scamp Start(VirtualBoard root, FirmwareProfile firmware, byte[] bootBlock, out VirtualBoard[] started)
    {
        (ChipLocation Chip, int Link)[] cut = [.. _boards.SelectMany(board => board.Fpgas.StoppedLinks.Select(link => (PlaceOf(board, link.Chip), link.Link)))];
        MachineLayout works = Blacklist.Apply(cut.Length > 0 ? geometry.Without([], [], cut) : geometry, _boards.Select(static board => (board.Number, ReadFaultList(board))));
        MachineLayout part = new MachinePart(works, board => _boards[board].IsWaiting).ConnectedTo(root.Number, out int[] numbers);
        started = [.. numbers.Select(number => _boards[number])];
        var scamp = new Scamp(kernel, part, options, firmware, bootBlock, [.. started.Select(board => board.Port)], Array.IndexOf(numbers, root.Number), _resources)
        {
            FloodFillLoss = () => FloodFillLoss,
            FloodReplyLoss = () => FloodReplyLoss,
        };
        for (int i = 0; i < started.Length; i++)
            started[i].Join(scamp, i);

        return scamp;
    }

    private ChipLocation PlaceOf(VirtualBoard board, ChipLocation local)
    {
        ChipLocation ethernet = geometry.Ethernets[board.Number];
        return new ChipLocation((byte)((ethernet.X + local.X) % geometry.Width), (byte)((ethernet.Y + local.Y) % geometry.Height));
    }
}
