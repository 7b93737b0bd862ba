using System.Buffers.Binary;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Ethernet;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Machine;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>The software of a booted machine: made when a boot image is started, gone when the power goes.</summary>
internal sealed class Scamp
{
    private const uint NoRoutes = 0x00DB6DB6;
    private const uint ToSelf = 7;
    private const int P2PTableWords = 8192;
    private const byte DimensionsKnown = 2;

    /// <summary>A chip without Ethernet hears of itself and of those with one.</summary>
    private const int HeardByOthers = 2;

    private readonly Dictionary<ChipLocation, VirtualChip> _chips = [];
    private readonly BoardGeometry _geometry;
    private readonly Kernel _kernel;
    private readonly EthernetInterface _ethernet;
    private readonly TimeSpan _started;
    private readonly uint _bootTime;
    private readonly HashSet<uint> _silentHosts;
    private bool _stopped;

    public Scamp(Kernel kernel, BoardGeometry geometry, VirtualMachineOptions options, FirmwareProfile firmware, byte[] bootBlock, BoardAddress address, IDeviceWire wire, DeviceCounters counters)
    {
        _kernel = kernel;
        _geometry = geometry;
        _started = kernel.Now;
        _bootTime = BinaryPrimitives.ReadUInt32LittleEndian(bootBlock.AsSpan(Simulation.Boot.BootBlock.UnixTime));
        Options = options;
        _silentHosts = [.. options.SilentHosts.Select(host => BitConverter.ToUInt32(host.GetAddressBytes()))];
        Firmware = firmware;
        BootBlock = bootBlock;
        Counters = counters;
        Router = new SdpRouter(this);
        Applications = new ApplicationControl(this);
        FloodFill = new FloodFill(this);
        MakeChips(address);
        _ethernet = new EthernetInterface(_chips[Root], address, this, wire);
    }

    public VirtualMachineOptions Options { get; }

    public FirmwareProfile Firmware { get; }

    public byte[] BootBlock { get; }

    public DeviceCounters Counters { get; }

    public SdpRouter Router { get; }

    public ApplicationControl Applications { get; }

    public FloodFill FloodFill { get; }

    /// <summary>Whether there is more than one chip, without which packets between neighbours come to nothing.</summary>
    public bool HasNeighbours => _chips.Count > 1;

    public EthernetInterface Ethernet => _ethernet;

    public IReadOnlyCollection<VirtualChip> Chips => _chips.Values;

    /// <summary>The chip that every chip counts from, as long as it is the one with the Ethernet.</summary>
    public ushort RootAddress { get; } = SdpBuffer.AddressOf(Root);

    /// <summary>Whether the chips have found each other.</summary>
    public bool IsReady { get; private set; }

    public TimeSpan Now => _kernel.Now;

    private static ChipLocation Root => new(0, 0);

    public VirtualChip? FindChip(ChipLocation location) => _chips.GetValueOrDefault(location);

    public VirtualChip? Neighbour(VirtualChip chip, int link) => _geometry.Neighbour(chip.Location, link) is { } location ? FindChip(location) : null;

    public EthernetInterface? EthernetOf(VirtualChip chip) => ReferenceEquals(chip, _ethernet.Chip) ? _ethernet : null;

    /// <summary>Whether someone on the board's network answers to an address.</summary>
    public bool Resolves(uint address) => !_silentHosts.Contains(address);

    public void UpdateReverseTags(VirtualChip chip) => EthernetOf(chip)?.UpdateListeners();

    /// <summary>Shows how far the start has got, where hosts look for it.</summary>
    public void EnterPhase(byte phase)
    {
        ChipMemory memory = _ethernet.Chip.Memory;
        memory.WriteByte(SystemTables.InitialisationPhase, phase);
        memory.WriteByte(SystemTables.P2PUp, 0);
        if (phase < DimensionsKnown)
            memory.WriteHalf(SystemTables.Dimensions, 0);
        else
            memory.WriteHalf(SystemTables.Dimensions, _ethernet.Chip.Identity.Dimensions);
    }

    /// <summary>The chips have found each other: from now on every chip can be reached.</summary>
    public void Finish()
    {
        if (IsReady)
            return;

        ChipMemory memory = _ethernet.Chip.Memory;
        memory.WriteByte(SystemTables.InitialisationPhase, SystemTables.Initialised);
        memory.WriteByte(SystemTables.P2PUp, 1);
        memory.WriteHalf(SystemTables.Dimensions, _ethernet.Chip.Identity.Dimensions);
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

    public void Stop() => _stopped = true;

    private void MakeChips(BoardAddress address)
    {
        var fromRoot = new RouteMap(LinkedNeighbour, Root);
        int count = fromRoot.Reachable.Count();
        foreach (ChipLocation location in _geometry.Chips.Where(chip => fromRoot.Hops(chip) >= 0))
        {
            bool isRoot = location == Root;
            var identity = new ChipIdentity(
                location,
                Root,
                isRoot ? address.Bytes : default,
                _geometry.Width,
                _geometry.Height,
                isRoot ? count : HeardByOthers,
                _geometry.WorkingCores(location),
                Links(location, static (_, _, _) => true, fromRoot),
                isRoot ? ChipIdentity.RootParent : (byte)fromRoot.LinkBack(location),
                Links(location, static (map, other, link) => map.LinkBack(other) == Link.Opposite(link), fromRoot),
                fromRoot.Hops(location));
            _chips[location] = new VirtualChip(identity, new TagTable(), isRoot ? new SerialRom(address, BootBlock[Simulation.Boot.BootBlock.HardwareVersion]) : null, InitialiseMemory, () => MakeP2PTable(location), () => Now - _started, _bootTime, SystemTables.SdramHeap(BootBlock));
        }
    }

    /// <summary>The chip across a link that the software uses.</summary>
    private ChipLocation? LinkedNeighbour(ChipLocation chip, int link) =>
        _geometry.Neighbour(chip, link) is { } other && !IsSwitchedOff(chip, link) && !IsSwitchedOff(other, Link.Opposite(link)) ? other : null;

    /// <summary>SC&amp;MP 4.0.0 switches off three links at the edge of the larger boards, whether or not it runs on one.</summary>
    private bool IsSwitchedOff(ChipLocation chip, int link) => Firmware.SwitchesEdgeLinksOff && (chip, link) is ((4, 7), 2) or ((7, 7), 2) or ((1, 0), 4);

    private byte Links(ChipLocation chip, Func<RouteMap, ChipLocation, int, bool> isWanted, RouteMap fromRoot)
    {
        int links = 0;
        for (int link = 0; link < Link.Count; link++)
        {
            if (LinkedNeighbour(chip, link) is { } other && isWanted(fromRoot, other, link))
                links |= 1 << link;
        }

        return (byte)links;
    }

    private void InitialiseMemory(VirtualChip chip, ChipMemory memory)
    {
        uint random = (uint)Prng.Mix(Options.Seed + chip.Identity.Address + 1) | 1;
        SystemTables.Write(memory, chip.Identity, BootBlock, Firmware, random);
        memory.WriteBytes(ChipAddresses.SdramSystem, AplxImage.MakeStub(Firmware.BuildDate + 1));
        for (int core = 0; core < chip.WorkingCores; core++)
        {
            bool isMonitor = core == 0;
            chip.Vcpu(core).Start(isMonitor ? CpuState.Running : CpuState.Idle, 0, _bootTime, isMonitor ? "scamp-3"u8 : "sark"u8, Firmware.Number);
        }
    }

    private uint[] MakeP2PTable(ChipLocation chip)
    {
        var table = new uint[P2PTableWords];
        Array.Fill(table, NoRoutes);
        var routes = new RouteMap(LinkedNeighbour, chip);
        foreach (ChipLocation other in routes.Reachable)
        {
            int address = SdpBuffer.AddressOf(other);
            int shift = 3 * (address & 7);
            uint entry = other == chip ? ToSelf : (uint)routes.FirstLink(other);
            table[address >> 3] = (table[address >> 3] & ~(7u << shift)) | (entry << shift);
        }

        return table;
    }
}
