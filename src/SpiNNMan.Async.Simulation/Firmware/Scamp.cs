using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Programs;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The software of a booted machine: made when a boot image is started, gone when the power goes.</summary>
internal sealed class Scamp : IMachineWide
{
    private const byte DimensionsKnown = 2;

    private readonly Dictionary<VirtualChip, ChipMonitor> _monitors = [];
    private readonly IReadOnlyList<BoardParts> _boards;
    private readonly MachineLayout _geometry;
    private readonly Topology _topology;
    private readonly ChipLocation _root;
    private readonly PageAccount _pages;
    private readonly Signals _signals;
    private readonly NeighbourPackets _neighbours;
    private readonly Func<int, IEthernet> _ethernets;

    /// <param name="kernel">The clock.</param>
    /// <param name="geometry">The machine.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="firmware">Which version it is.</param>
    /// <param name="bootBlock">The settings that came with the image.</param>
    /// <param name="boards">The boards, in the order of the machine.</param>
    /// <param name="root">The number of the board that was booted.</param>
    /// <param name="memory">How much memory of this computer there is for all chips.</param>
    /// <param name="ethernets">The way out of a board, by its number.</param>
    public Scamp(Kernel kernel, MachineLayout geometry, FirmwareOptions options, FirmwareProfile firmware, byte[] bootBlock, IReadOnlyList<BoardParts> boards, int root, PageBudget memory, Func<int, IEthernet> ethernets)
    {
        _pages = new PageAccount(memory);
        _geometry = geometry;
        _boards = boards;
        _root = geometry.Ethernets[root];
        _ethernets = ethernets;
        Clock = new MachineClock(kernel);
        Options = options;
        Firmware = firmware;
        BootBlock = bootBlock;
        RootAddress = SdpBuffer.AddressOf(_root);
        Router = new SdpRouter(this);
        Applications = new ApplicationControl(this);
        _topology = new Topology(geometry, _root, firmware.SwitchesEdgeLinksOff);
        Traffic = new PacketTraffic(_topology, _root);
        Chips = new ChipSet(geometry, _topology, new ChipMaker(this, kernel.Events, geometry, boards, _topology, _root, _pages).Make);
        _signals = new Signals(Chips, Applications, Clock, ServicesFor);
        _neighbours = new NeighbourPackets(Chips, Traffic, _signals, firmware, new FloodFill(Chips, Applications, options, firmware));
        Executing = new ExecutingChips(kernel, options.Executing, new ProgramHost(this), Clock.Started);
        Packets = new PacketNetwork(Chips, Executing, ServicesFor, NotePacket);
        Routes = new RouteLoader(Chips, _topology);
    }

    public FirmwareOptions Options { get; }

    public FirmwareProfile Firmware { get; }

    /// <summary>The settings that came with the image.</summary>
    public byte[] BootBlock { get; }

    /// <summary>The ledger of live data.</summary>
    public EventLedger Ledger => Options.Ledger;

    /// <summary>The time, as long as there is power.</summary>
    public MachineClock Clock { get; }

    public ChipSet Chips { get; }

    public SdpRouter Router { get; }

    public ApplicationControl Applications { get; }

    /// <summary>The packets from core to core.</summary>
    public PacketNetwork Packets { get; }

    /// <summary>Puts routes into the tables of the chips.</summary>
    public RouteLoader Routes { get; }

    /// <summary>The chips whose cores execute.</summary>
    public ExecutingChips Executing { get; }

    /// <summary>The packets of monitors to each other, as the routers count them.</summary>
    public PacketTraffic Traffic { get; }

    /// <summary>The chip that every chip counts from, as long as it is the one with the Ethernet.</summary>
    public ushort RootAddress { get; }

    /// <summary>Whether the chips have found each other.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How far the farthest chip is from the one that was booted, at least one.</summary>
    public int Radius => _topology.Radius;

    /// <summary>How large the machine is.</summary>
    public (int Width, int Height) Size => (_geometry.Width, _geometry.Height);

    bool IMachineWide.HasNeighbours => Chips.HasNeighbours;

    IEnumerable<VirtualChip> IMachineWide.Chips => Chips.All;

    /// <summary>The chip that was booted from outside.</summary>
    public VirtualChip RootChip => Chips.Find(_root)!;

    /// <summary>The monitor of a chip.</summary>
    public ChipMonitor MonitorOf(VirtualChip chip) =>
        _monitors.TryGetValue(chip, out ChipMonitor? monitor) ? monitor : _monitors[chip] = new ChipMonitor(this, chip);

    /// <summary>The way out of the board of a chip, if the chip has it.</summary>
    public IEthernet? EthernetOf(VirtualChip chip) => chip.HasEthernet ? _ethernets(Chips.BoardNumberOf(chip)) : null;

    /// <summary>The services of the machine for the program on a core.</summary>
    public CoreServices ServicesFor(VirtualCore core) => new(this, core);

    /// <summary>The counters of the board of a chip.</summary>
    public DeviceCounters CountersOf(VirtualChip chip) => _boards[Chips.BoardNumberOf(chip)].Counters;

    /// <summary>A board has lost its power.</summary>
    /// <returns><see langword="true"/> if it was the last.</returns>
    public bool Lose(int board)
    {
        if (!Chips.Lose(board))
            return false;

        Clock.Stop();
        Executing.End();
        _pages.Close();
        return true;
    }

    /// <summary>Shows how far the start has got, where hosts look for it.</summary>
    public void EnterPhase(byte phase)
    {
        ChipMemory memory = RootChip.Memory;
        memory.WriteByte(LiveVariables.InitialisationPhase, phase);
        memory.WriteByte(LiveVariables.P2PUp, 0);
        if (phase < DimensionsKnown)
            memory.WriteHalf(LiveVariables.Dimensions, 0);
        else
            memory.WriteHalf(LiveVariables.Dimensions, RootChip.Identity.Dimensions);
    }

    /// <summary>The chips have found each other: from now on every chip can be reached.</summary>
    public void Finish()
    {
        if (IsReady)
            return;

        ChipMemory memory = RootChip.Memory;
        memory.WriteByte(LiveVariables.InitialisationPhase, LiveVariables.Initialised);
        memory.WriteByte(LiveVariables.P2PUp, 1);
        memory.WriteHalf(LiveVariables.Dimensions, RootChip.Identity.Dimensions);
        IsReady = true;
    }

    private void NotePacket(LedgerKind kind, CoreLocation where, uint key, uint? payload) =>
        Ledger.Add(new LedgerEntry(Clock.Now, kind, where, 1) { Key = key, Payload = payload });

    IEnumerable<VirtualChip> IMachineWide.BoardOf(VirtualChip chip) => Chips.BoardOf(chip);

    void IMachineWide.Signal(VirtualChip from, uint what, Func<ChipLocation, bool>? isMeant) => _signals.Send(from, what, isMeant);

    void IMachineWide.Multicast(VirtualChip root, uint what)
    {
        Traffic.CountBroadcast();
        _signals.Send(root, what);
    }

    void IMachineWide.SignalToNeighbours(VirtualChip from, uint what) => _neighbours.SendSignal(from, what);

    void IMachineWide.SendToNeighbours(VirtualChip from, uint key, uint data, bool givesId, bool leaves, int repeats) =>
        _neighbours.Send(from, key, data, givesId, leaves, repeats);

    void IMachineWide.FloodFill(uint id, uint block, uint address, ReadOnlySpan<byte> data, int packets)
    {
        Traffic.CountFlood(packets);
        _neighbours.FloodFill.Write(id, block, address, data);
    }
}
