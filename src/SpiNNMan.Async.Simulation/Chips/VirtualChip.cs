using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>One chip of a simulated machine.</summary>
/// <remarks>Any thread can take a snapshot of it at any time. Changes go through the machine.</remarks>
public sealed class VirtualChip
{
    private const int HeapLock = 6;
    private const int RouterLock = 7;

    private VirtualCore[] _cores;
    private readonly Action<VirtualChip, ChipMemory> _initialise;
    private readonly Func<TimeSpan> _uptime;
    private int _heldBuffers;
    private readonly Stack<uint> _taken = [];

    internal VirtualChip(ChipIdentity identity, SerialRom? serialRom, MemoryImage image, Action<VirtualChip, ChipMemory> initialise, Func<uint[]> p2pTable, Func<TimeSpan> uptime, uint bootTime, uint sdramHeap, DiagnosticCounters diagnostics, (uint Key, uint Mask) systemRoute, PageAccount? account = null)
    {
        Identity = identity;
        SerialRom = serialRom;
        BootTime = bootTime;
        _initialise = initialise;
        _uptime = uptime;
        _cores = MakeCores();
        SystemController = new SystemControllerRegisters(() => Identity.CoreMask, monitorPhysicalCore: identity.Cores[0], hasEthernet: !identity.EthernetAddress.IsEmpty, Interrupt);

        Router = new RouterRegisters(p2pTable, () => Identity.Cores, new RouterRegisters.Entry((1u << 6) | identity.ChildLinks, systemRoute.Key, systemRoute.Mask), diagnostics);
        Memory = new ChipMemory(
            image,
            Router,
            SystemController,
            memory => _initialise(this, memory),
            memory => LiveVariables.WriteClocks(memory, _uptime(), BootTime),
            account);
        RoutingTable = new RoutingTable(Memory, Router, () => Hardware?.AwaitLock(RouterLock));
        Heap = new SdramHeap(Memory, sdramHeap, () => Hardware?.AwaitLock(HeapLock));
        SystemHeap = new SdramHeap(Memory, ChipAddresses.SystemHeap, () => Hardware?.AwaitLock(HeapLock));
    }

    /// <summary>The chip's place in the machine.</summary>
    public ChipLocation Location => Identity.Location;

    /// <summary>How many of its cores work, including the monitor.</summary>
    public int WorkingCores => Identity.WorkingCores;

    /// <summary>Whether it has the Ethernet of its board.</summary>
    public bool HasEthernet => !Identity.EthernetAddress.IsEmpty;

    /// <summary>Why the monitor of this chip died and no longer answers, with the address and the client that caused it;
    /// <see langword="null"/> while it lives. Only a reset of the board revives it.</summary>
    public string? Failure { get; private set; }

    internal ChipIdentity Identity { get; private set; }

    internal SystemControllerRegisters SystemController { get; }

    /// <summary>The hardware on which its cores execute, once a core does.</summary>
    internal IChipHardware? Hardware { get; private set; }

    /// <summary>The serial ROM, which only a chip with an Ethernet has.</summary>
    internal SerialRom? SerialRom { get; }

    internal ChipMemory Memory { get; }

    internal RouterRegisters Router { get; }

    internal RoutingTable RoutingTable { get; }

    internal SdramHeap Heap { get; }

    /// <summary>The heap of the monitor, which holds the output of cores.</summary>
    internal SdramHeap SystemHeap { get; }

    /// <summary>Whether the monitor is asking the other chips of its board.</summary>
    internal bool IsCounting { get; set; }

    /// <summary>Whether the monitor is in an endless loop and has not stopped. It does not report this.</summary>
    internal bool IsHung { get; private set; }

    /// <summary>Reports events on the chip: the kind, the core, and a text for people.</summary>
    internal Action<MachineEventKind, int?, string>? Report { get; set; }

    /// <summary>When the monitor died, as time since the boot.</summary>
    internal TimeSpan DiedAt { get; private set; }

    /// <summary>Until when the monitor is busy with something else, in the machine's time.</summary>
    internal TimeSpan BusyUntil { get; set; }

    internal TagTable Tags { get; } = new();

    /// <summary>How many commands its cores have carried out or refused.</summary>
    internal long CommandCount { get; set; }

    internal uint BootTime { get; }

    internal uint Milliseconds => (uint)(_uptime().TotalMilliseconds % 1000);

    internal uint UnixTime => BootTime + (uint)_uptime().TotalSeconds;

    internal bool IsAlive => Failure is null;

    /// <summary>All cores except the monitor, one bit each.</summary>
    internal uint ApplicationCores => (1u << WorkingCores) - 2;

    internal VirtualCore Core(int number) => _cores[number];

    internal Vcpu Vcpu(int core) => new(Memory, core, Identity.Cores[core]);

    /// <summary>Whether a message can be delivered to a core. All cores share a few buffers.</summary>
    internal bool HasSharedBuffer => Hardware is null ? _heldBuffers < Memory.ReadByte(LiveVariables.SharedBuffers) : Memory.ReadWord(LiveVariables.FreeShared) != 0;

    /// <summary>Whether the monitor checks its cores at intervals.</summary>
    internal bool HasWatchdog => Memory.ReadByte(LiveVariables.SoftWatchdog) != 0;

    /// <summary>A core keeps the buffer of a message that it does not take.</summary>
    internal void HoldSharedBuffer()
    {
        _heldBuffers++;
        if (Hardware is { } hardware)
            _taken.Push(hardware.TakeSharedBuffer());
        else
            LiveVariables.WriteSharedInUse(Memory, _heldBuffers);
    }

    /// <summary>The buffer of such a message is free again.</summary>
    internal void FreeSharedBuffer()
    {
        _heldBuffers--;
        if (Hardware is { } hardware)
            hardware.FreeSharedBuffer(_taken.Pop());
        else
            LiveVariables.WriteSharedInUse(Memory, _heldBuffers);
    }

    /// <summary>Moves the memory and registers that cores see to where programs reach them without the model.</summary>
    internal void MoveTo(IChipHardware hardware)
    {
        Memory.MoveTo(hardware);
        LiveVariables.LinkSharedBuffers(Memory);
        Router.MoveTo(hardware);
        SystemController.MoveTo(hardware);
        Hardware = hardware;
        for (int i = 0; i < _heldBuffers; i++)
            _taken.Push(hardware.TakeSharedBuffer());
    }

    /// <summary>Takes a core out of use, by its virtual number. The cores after it move up.</summary>
    internal void RemoveCore(int core)
    {
        foreach (VirtualCore running in _cores)
            running.StopExecuting();

        Vcpu(WorkingCores - 1).Clear();
        Identity = Identity with { Cores = Identity.Cores.RemoveAt(core) };
        _cores = MakeCores();
        LiveVariables.WriteCoreMaps(Memory, Identity.Cores.AsSpan());
    }

    internal void Kill(string why)
    {
        IsHung = false;
        Die(why);
    }

    internal void Hang(string why)
    {
        IsHung = true;
        Die(why);
    }

    internal ChipSnapshot Look(TimeSpan now) => new(
        Location,
        Identity.Local,
        IsUsed: true,
        Failure,
        IsBusy: BusyUntil > now,
        CommandCount,
        [.. Enumerable.Range(0, WorkingCores).Select(core => Vcpu(core).State)]);

    /// <inheritdoc/>
    public override string ToString() => $"chip {Location}";

    private void Die(string why)
    {
        if (Failure is not null)
            return;

        Failure = why;
        DiedAt = _uptime();
        Report?.Invoke(MachineEventKind.MonitorDied, null, why);
    }

    /// <summary>Interrupted cores look into their mailboxes. The monitor does not look into those of other cores.</summary>
    private void Interrupt(uint physicalCores)
    {
        for (int core = 1; core < WorkingCores; core++)
        {
            if ((physicalCores & (1u << Identity.Cores[core])) != 0)
                _cores[core].LookIntoMailbox();
        }
    }

    private VirtualCore[] MakeCores() => [.. Enumerable.Range(0, WorkingCores).Select(core => new VirtualCore(this, core))];
}
