using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The software of a booted machine: made when a boot image is started, gone when the power goes.</summary>
internal sealed class Scamp
{
    private const byte DimensionsKnown = 2;
    private const string LostPower = "The board of this chip has lost its power.";

    private readonly Dictionary<ChipLocation, VirtualChip> _chips = [];
    private readonly EthernetInterface?[] _ethernets;
    private readonly IReadOnlyList<BoardPort> _boards;
    private readonly MachineLayout _geometry;
    private readonly Ways _ways;
    private readonly ChipLocation _root;
    private readonly ChipMaker _maker;
    private readonly Kernel _kernel;
    private readonly TimeSpan _started;
    private readonly MachineResources _resources;
    private readonly PageAccount _pages;
    private bool _stopped;

    /// <param name="kernel">The clock.</param>
    /// <param name="geometry">The machine.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="firmware">Which version it is.</param>
    /// <param name="bootBlock">The settings that came with the image.</param>
    /// <param name="boards">The ways to the network, in the order of the machine's boards.</param>
    /// <param name="root">The number of the board that was booted.</param>
    /// <param name="resources">What all boards share.</param>
    public Scamp(Kernel kernel, MachineLayout geometry, VirtualMachineOptions options, FirmwareProfile firmware, byte[] bootBlock, IReadOnlyList<BoardPort> boards, int root, MachineResources resources)
    {
        _resources = resources;
        _pages = new PageAccount(resources.Memory);
        _kernel = kernel;
        _geometry = geometry;
        _boards = boards;
        _root = geometry.Ethernets[root];
        _started = kernel.Now;
        Options = options;
        Firmware = firmware;
        BootBlock = bootBlock;
        Counters = boards[root].Counters;
        RootAddress = SdpBuffer.AddressOf(_root);
        Router = new SdpRouter(this);
        Applications = new ApplicationControl(this);
        Signals = new Signals(this);
        Neighbours = new NeighbourPackets(this);
        Packets = new PacketNetwork(this);
        _ways = new Ways(geometry, _root, firmware.SwitchesEdgeLinksOff);
        Traffic = new PacketTraffic(_ways, _root);
        _maker = new ChipMaker(this, kernel, geometry, boards, _ways, _root, _pages);
        _ethernets = new EthernetInterface?[boards.Count];
    }

    public VirtualMachineOptions Options { get; }

    public FirmwareProfile Firmware { get; }

    public byte[] BootBlock { get; }

    /// <summary>The counters of the board that the message came to that is worked on.</summary>
    public DeviceCounters Counters { get; set; }

    public SdpRouter Router { get; }

    public ApplicationControl Applications { get; }

    public Signals Signals { get; }

    /// <summary>What goes from core to core.</summary>
    public PacketNetwork Packets { get; }

    /// <summary>What the routers count of that by which monitors talk to each other.</summary>
    public PacketTraffic Traffic { get; }

    /// <summary>How many chips there can be one after the other on the way round the machine.</summary>
    public int LargestDistance => _geometry.Width + _geometry.Height;

    /// <summary>How far the farthest chip is from the one that was booted, at least one.</summary>
    public int Radius => _ways.Radius;

    /// <summary>How many times as long it takes to make the tables of routes as on a small machine.</summary>
    public double TableFactor(BootTiming timing) => timing.TableFactor(_geometry.Width, _geometry.Height);

    /// <summary>What goes from neighbour to neighbour.</summary>
    public NeighbourPackets Neighbours { get; }

    /// <summary>How large a part of the packets of flood fills chips miss.</summary>
    public Func<double> FloodFillLoss { get; init; } = static () => 0;

    /// <summary>How large a part of the replies to blocks of flood fills gets lost for each block that waits.</summary>
    public Func<double> FloodReplyLoss { get; init; } = static () => 0;

    /// <summary>Whether there is more than one chip, without which packets between neighbours come to nothing.</summary>
    public bool HasNeighbours => _ways.ChipCount > 1;

    /// <summary>All chips. Those that nobody has asked for yet are made now.</summary>
    public IEnumerable<VirtualChip> Chips => _ways.FromRoot.Reachable.Select(FindChip).OfType<VirtualChip>();

    /// <summary>The chips that somebody has asked for; on the others everything is as after booting.</summary>
    public IReadOnlyCollection<VirtualChip> KnownChips => _chips.Values;

    /// <summary>The chip that every chip counts from, as long as it is the one with the Ethernet.</summary>
    public ushort RootAddress { get; }

    /// <summary>Whether the chips have found each other.</summary>
    public bool IsReady { get; private set; }

    public TimeSpan Now => _kernel.Now;

    /// <summary>When it was started.</summary>
    public TimeSpan Started => _started;

    /// <summary>The time that counts for what is happening.</summary>
    public TimeSpan DueNow => _kernel.DueNow;

    /// <summary>How long commands take now.</summary>
    public ServiceTime ServiceTime => _resources.ServiceTime;

    private VirtualChip RootChip => FindChip(_root)!;

    /// <summary>The chip at a place, which is made when it is asked for first.</summary>
    public VirtualChip? FindChip(ChipLocation location) =>
        _chips.TryGetValue(location, out VirtualChip? chip) ? chip : _ways.FromRoot.Hops(location) < 0 ? null : _chips[location] = MakeChip(location);

    /// <summary>The chip across a link, if a question over it can be answered.</summary>
    public VirtualChip? Neighbour(VirtualChip chip, int link) =>
        _ways.IsBroken(chip.Location, link) ? null : Across(chip, link) is { } other && !_ways.IsBroken(other.Location, Link.Opposite(link)) ? other : null;

    private VirtualChip? Across(VirtualChip chip, int link) =>
        _ways.Across(chip.Location, link) is { } location ? FindChip(location) : null;

    /// <summary>Cuts a link in the direction away from a chip, or mends it.</summary>
    public void SetBroken(ChipLocation chip, int link, bool isBroken) => _ways.SetBroken(chip, link, isBroken);

    /// <summary>Whether messages from one chip reach another, and the receipts come back.</summary>
    public bool Connects(VirtualChip from, VirtualChip to) =>
        (_ways.LostBoards == 0 || AvoidsLostBoards(from, to)) && (!_ways.HasBrokenLinks || (Leads(from, to) && Leads(to, from)));

    /// <summary>Most ways have an Ethernet at one end: from there they are known.</summary>
    private bool AvoidsLostBoards(VirtualChip from, VirtualChip to) =>
        to.HasEthernet ? _ways.AvoidsLostBoards(to.Location, from.Location) : _ways.AvoidsLostBoards(from.Location, to.Location);

    /// <summary>The way out of a board, by its number.</summary>
    public EthernetInterface EthernetOf(int board) =>
        _ethernets[board] ??= new EthernetInterface(FindChip(_geometry.Ethernets[board])!, _boards[board], this);

    public EthernetInterface? EthernetOf(VirtualChip chip) => chip.HasEthernet ? EthernetOf(_geometry.BoardOf(chip.Location)) : null;

    /// <summary>The chips of a board that work: those that somebody has asked for, and the places of the others.</summary>
    public IEnumerable<ChipSnapshot> Look(int board)
    {
        foreach (ChipLocation place in _geometry.ChipsOf(board).Where(place => _ways.FromRoot.Hops(place) >= 0))
        {
            yield return _chips.TryGetValue(place, out VirtualChip? chip)
                ? chip.Look(Now)
                : new ChipSnapshot(place, _geometry.LocalOf(place), IsUsed: false, Failure: null, IsBusy: false, Commands: 0, []);
        }
    }

    /// <summary>How many chips a message passes from one to another.</summary>
    public int HopsBetween(ChipLocation from, ChipLocation to) => Link.Distance(from, to, _geometry.Width, _geometry.Height, _geometry.Wraps);

    /// <summary>The chips of a board that work.</summary>
    public IEnumerable<VirtualChip> ChipsOf(int board) => _geometry.ChipsOf(board).Select(FindChip).OfType<VirtualChip>();

    /// <summary>The chips of the board of a chip that work.</summary>
    public IEnumerable<VirtualChip> BoardOf(VirtualChip chip) => ChipsOf(_geometry.BoardOf(chip.Location));

    /// <summary>Whether a board can be reached from the one that was booted.</summary>
    public bool Reaches(int board) => _ways.FromRoot.Hops(_geometry.Ethernets[board]) >= 0;

    /// <summary>A board has lost its power: its chips are there no more, which the others learn by asking them.</summary>
    /// <returns><see langword="true"/> if it was the last.</returns>
    public bool Lose(int board)
    {
        _ways.Lose(board);
        foreach (VirtualChip chip in _chips.Values.Where(chip => _geometry.BoardOf(chip.Location) == board))
            chip.Kill(LostPower);

        if (_ways.LostBoards == _boards.Count && !_stopped)
        {
            _stopped = true;
            _pages.Close();
        }

        return _stopped;
    }

    /// <summary>Who is on the network of the boards.</summary>
    public HostNetwork Hosts => _resources.Hosts;

    public void UpdateReverseTags(VirtualChip chip) => EthernetOf(chip)?.UpdateListeners();

    /// <summary>Shows how far the start has got, where hosts look for it.</summary>
    public void EnterPhase(byte phase)
    {
        ChipMemory memory = RootChip.Memory;
        memory.WriteByte(SystemTables.InitialisationPhase, phase);
        memory.WriteByte(SystemTables.P2PUp, 0);
        if (phase < DimensionsKnown)
            memory.WriteHalf(SystemTables.Dimensions, 0);
        else
            memory.WriteHalf(SystemTables.Dimensions, RootChip.Identity.Dimensions);
    }

    /// <summary>The chips have found each other: from now on every chip can be reached.</summary>
    public void Finish()
    {
        if (IsReady)
            return;

        ChipMemory memory = RootChip.Memory;
        memory.WriteByte(SystemTables.InitialisationPhase, SystemTables.Initialised);
        memory.WriteByte(SystemTables.P2PUp, 1);
        memory.WriteHalf(SystemTables.Dimensions, RootChip.Identity.Dimensions);
        IsReady = true;
    }

    /// <summary>Runs something later unless the power goes before.</summary>
    public void Schedule(TimeSpan delay, Action action) => _kernel.Schedule(delay, () =>
    {
        if (!_stopped)
            action();
    });

    /// <summary>Runs something once what happens now is over, unless the power goes before.</summary>
    public void Post(Action action) => _kernel.Post(() =>
    {
        if (!_stopped)
            action();
    });

    /// <summary>Follows the tables of the chips on the way.</summary>
    private bool Leads(VirtualChip from, VirtualChip to)
    {
        VirtualChip at = from;
        for (int steps = 0; steps <= _ways.ChipCount; steps++)
        {
            if (ReferenceEquals(at, to))
                return true;

            int link = at.Router.NextHop(to.Identity.Address);
            if (link >= Link.Count || _ways.IsBroken(at.Location, link) || Across(at, link) is not { } next)
                return false;

            at = next;
        }

        return false;
    }

    private VirtualChip MakeChip(ChipLocation location)
    {
        VirtualChip chip = _maker.Make(location);
        if (_ways.IsLost(_geometry.BoardOf(location)))
            chip.Kill(LostPower);

        return chip;
    }
}
