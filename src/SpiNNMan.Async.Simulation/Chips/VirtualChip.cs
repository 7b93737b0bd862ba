using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Ethernet;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>One chip of a simulated machine.</summary>
/// <remarks>A snapshot of it can be read at any time from any thread; what changes it goes through the machine.</remarks>
public sealed class VirtualChip
{
    private readonly VirtualCore[] _cores;
    private readonly Action<VirtualChip, ChipMemory> _initialise;
    private readonly Func<TimeSpan> _uptime;

    internal VirtualChip(ChipIdentity identity, TagTable tags, Action<VirtualChip, ChipMemory> initialise, Func<uint[]> p2pTable, Func<TimeSpan> uptime, uint bootTime, uint sdramHeap)
    {
        Identity = identity;
        Tags = tags;
        BootTime = bootTime;
        _initialise = initialise;
        _uptime = uptime;
        _cores = new VirtualCore[identity.WorkingCores];
        for (int i = 0; i < _cores.Length; i++)
            _cores[i] = new VirtualCore(this, i);

        Router = new RouterRegisters(p2pTable, monitorPhysicalCore: 0);
        Router.SetRoute(0, (1u << 6) | identity.ChildLinks);
        Memory = new ChipMemory(
            Router,
            new SystemControllerRegisters(identity.CoreMask, monitorPhysicalCore: 0),
            memory => _initialise(this, memory),
            memory => SystemTables.WriteClocks(memory, _uptime(), BootTime));
        RoutingTable = new RoutingTable(Memory, Router);
        Heap = new SdramHeap(Memory, sdramHeap);
    }

    /// <summary>Where the chip is in the machine.</summary>
    public ChipLocation Location => Identity.Location;

    /// <summary>How many of its cores work, the monitor among them.</summary>
    public int WorkingCores => Identity.WorkingCores;

    /// <summary>Whether it has the Ethernet of its board.</summary>
    public bool HasEthernet => !Identity.EthernetAddress.IsEmpty;

    /// <summary>Why the monitor of this chip died and no longer answers, with the address and the client that did it;
    /// <see langword="null"/> while it lives. Only a reset of the board brings it back.</summary>
    public string? Failure { get; private set; }

    internal ChipIdentity Identity { get; }

    internal ChipMemory Memory { get; }

    internal RouterRegisters Router { get; }

    internal RoutingTable RoutingTable { get; }

    internal SdramHeap Heap { get; }

    /// <summary>Whether the monitor is asking the other chips of its board.</summary>
    internal bool IsCounting { get; set; }

    /// <summary>Whether the monitor goes round for ever instead of having stopped: nobody is told so.</summary>
    internal bool IsHung { get; private set; }

    internal TagTable Tags { get; }

    internal uint BootTime { get; }

    internal uint UnixTime => BootTime + (uint)_uptime().TotalSeconds;

    internal bool IsAlive => Failure is null;

    internal VirtualCore Core(int number) => _cores[number];

    internal Vcpu Vcpu(int core) => new(Memory, core, Identity.Cores[core]);

    internal void Kill(string why) => Failure ??= why;

    internal void Hang(string why)
    {
        IsHung = true;
        Failure ??= why;
    }

    /// <inheritdoc/>
    public override string ToString() => $"chip {Location}";
}
