using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Memory;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>
/// A chip: cores with their memories and peripherals, shared memory, and the devices around it. It runs by itself up to a time; what it has for other chips is in
/// <see cref="Outbox"/> then, and what they have for it is added as events.
/// </summary>
/// <remarks>
/// Cores run one after another in slices of time that end at the next event, and may be ahead of each other by a slice. What happens is the same each time, since nothing but the
/// state of the chip decides it. One host thread at a time uses a chip.
/// </remarks>
internal sealed class EmulatedChip : IDisposable
{
    private readonly EventHeap<ChipEvent> _events = new();
    private readonly ChipCore[] _cores;
    private readonly RouterPorts _ports;
    private readonly SystemControl _control;
    private readonly long _soloSlice;
    private readonly ChipEvents _happening;
    private long? _nextTime;
    private long _soonest;
    private long _second;
    private long _lockWait;
    private bool _isChanged;
    private bool _isSolo;
    private bool _hasSent;
    private int _first;
    private int _sliceFirst;
    private int _turn;

    /// <summary>Makes a chip to which power has come.</summary>
    /// <param name="options">Its parts.</param>
    /// <param name="cache">The code of the machine.</param>
    /// <param name="frameSent">Called with Ethernet frames that it sends and the time, while it runs; the bytes are the callee's.</param>
    /// <param name="announced">Called with what its boot ROM says while it waits for an image, and the time.</param>
    /// <param name="now">The time at which power comes.</param>
    public EmulatedChip(ChipOptions options, CodeCache cache, Action<ReadOnlyMemory<byte>, long>? frameSent = null, Action<ReadOnlyMemory<byte>, long>? announced = null, long now = 0)
    {
        options.Validate();
        Memory = new ChipMemory(options.Cores);
        Now = now;
        Slice = options.Slice;
        _soloSlice = options.SoloSlice;
        Monitor = options.Monitor;
        BadCores = options.BadCores;
        Host = new CoreHost(options.HostedCores);
        _ports = new RouterPorts(this);
        _happening = new ChipEvents(this, _ports, options.AnnouncementInterval, announced);
        _control = new SystemControl(this);
        SerialRom = options.HasEthernet ? new SerialRom(options.SerialRom.Span) : null;
        EthernetController? ethernet = options.HasEthernet
            ? new EthernetController(up => SetLines(up ? uint.MaxValue : 0, 1u << InterruptSource.EthernetReceive), bytes => frameSent?.Invoke(bytes, CurrentTime), options.WaitingFrames)
            : null;
        uint all = ((1u << options.Cores) - 1) & ~options.BadCores;
        Devices = new ChipDevices
        {
            Router = new Router(_ports, options.Monitor),
            System = new SystemController(_control, SerialRom, options.Monitor, all),
            Ethernet = ethernet,
        };
        BootRom = new BootRom(this, options.WaitsForImage);
        _cores = new ChipCore[options.Cores];
        cache.Prepare();
        for (int number = 0; number < _cores.Length; number++) _cores[number] = new ChipCore(this, number, Memory, cache);
        foreach (ChipCore core in _cores)
            if ((IdleCores & (1u << core.Number)) == 0) core.Reset();
        if (SerialRom is not null) BootRom.CopyBlocks(SerialRom.Bytes);
        if (options.WaitsForImage) _happening.AnnounceLater();
    }

    /// <summary>The memory that its cores share.</summary>
    public ChipMemory Memory { get; }

    /// <summary>Its cores, by physical number.</summary>
    public IReadOnlyList<ChipCore> Cores => _cores;

    /// <summary>The devices that its cores share.</summary>
    public ChipDevices Devices { get; }

    /// <summary>The serial ROM beside it, if it has Ethernet.</summary>
    public SerialRom? SerialRom { get; }

    /// <summary>The state of its boot ROM.</summary>
    public BootRom BootRom { get; }

    /// <summary>The monitor core, as the boot ROM chose it.</summary>
    public int Monitor { get; }

    /// <summary>Physical cores that never execute.</summary>
    public uint BadCores { get; }

    /// <summary>The models that act for cores from outside of the emulation.</summary>
    public CoreHost Host { get; }

    /// <summary>Physical cores that execute nothing.</summary>
    public uint IdleCores => BadCores | Host.Cores;

    /// <summary>How long slices are while several cores are awake.</summary>
    public long Slice { get; }

    /// <summary>The time up to which everything has happened.</summary>
    public long Now { get; private set; }

    /// <summary>The time: of the core that runs, or of the chip.</summary>
    public long CurrentTime => Running?.Arm.Time ?? Now;

    /// <summary>The core that executes just now.</summary>
    public ChipCore? Running { get; private set; }

    /// <summary>The end of the slice that runs.</summary>
    public long SliceEnd { get; private set; }

    /// <summary>How many DMA transfers are under way.</summary>
    public int ActiveTransfers { get; set; }

    /// <summary>Its messages for other chips, in the order in which they were sent.</summary>
    public List<LinkMessage> Outbox { get; } = [];

    /// <summary>
    /// Called when a core is to stop before its next instruction. If it returns true, the core is held, and the chip with it, until <see cref="Run"/> is called again: then everything goes on as if nothing had been.
    /// If it returns false, the core stands still and the others go on.
    /// </summary>
    public Func<EmulatedChip, ChipCore, bool>? CoreStops { get; set; }

    /// <summary>Whether a debugger holds it in the middle of a slice.</summary>
    public bool IsHeld => Running?.IsHeld == true;

    /// <summary>When it has something to do; <see cref="VirtualTime.Never"/> if it has nothing.</summary>
    public long NextTime => _nextTime ??= Math.Max(Now, _soonest = Soonest());

    /// <summary>Connects a link to another chip, or takes away what was connected.</summary>
    public void Connect(int link, LinkPort? port) => _ports.Connect(link, port);

    /// <summary>Cuts a link in the direction away from this chip, or mends it.</summary>
    public void Cut(int link, bool isCut) => _ports.Cut(link, isCut);

    /// <summary>Runs up to a time.</summary>
    /// <param name="end">The time.</param>
    /// <param name="isSolo">Whether to stop as soon as something is sent to another chip.</param>
    public void Run(long end, bool isSolo)
    {
        if (IsHeld)
        {
            if (!TryFinishSlice()) return;
        }
        else
        {
            _isSolo = isSolo;
            _hasSent = false;
        }

        if (_nextTime is null) _soonest = Soonest();
        while (!_hasSent)
        {
            long next = Math.Max(Now, _soonest);
            if (next >= end)
            {
                Now = end;
                break;
            }

            Now = next;
            if (HasHappened(Now)) _soonest = Soonest();
            else if (!TryRunSlice(end)) return;
        }

        _nextTime = Math.Max(Now, _soonest);
    }

    /// <summary>Something outside of the emulation has work: whoever runs the chip looks soon.</summary>
    public void AskHost()
    {
        if (!_isSolo) return;
        _hasSent = true;
        if (Running is not null) EndSliceAt(Running.Arm.Time);
    }

    /// <summary>Adds an event.</summary>
    public void AddEvent(long time, ChipEvent what)
    {
        _events.Add(time, what);
        Touch();
        if (Running is not null && time < SliceEnd) EndSliceAt(time);
    }

    /// <summary>Forgets what is known of the time of what is next.</summary>
    public void Touch() => _nextTime = null;

    /// <summary>Ends the slice of the core that runs, and lets the others go first in the next.</summary>
    public void LetOthersGoFirst()
    {
        if (Running is null) return;
        _first = Running.Number;
        EndSliceAt(Running.Arm.Time);
    }

    /// <summary>A core woke that slept.</summary>
    public void CoreWoke(ChipCore core)
    {
        Touch();
        if (Running is not null && Running != core && Running.Arm.Time + Slice < SliceEnd) EndSliceAt(Running.Arm.Time + Slice);
    }

    /// <summary>Whether the access just made changed when the slice ends.</summary>
    public bool TakeChange()
    {
        bool isChanged = _isChanged;
        _isChanged = false;
        return isChanged;
    }

    /// <summary>A core is to stop before its next instruction.</summary>
    /// <returns>Whether the chip is held with it.</returns>
    public bool Stops(ChipCore core)
    {
        if (CoreStops?.Invoke(this, core) == true) return true;
        core.IsStopped = true;
        return false;
    }

    /// <summary>Stops a core alone, or lets one go on that stands still.</summary>
    public void StopCore(ChipCore core, bool isStopped)
    {
        if (!isStopped && core.IsStopped) core.Arm.Time = Math.Max(core.Arm.Time, CurrentTime);
        core.IsStopped = isStopped;
        Touch();
    }

    /// <summary>Gives up what a debugger holds a core in the middle of: it is about to be switched off or started anew. The others go on with their next slices.</summary>
    public void Release(ChipCore core)
    {
        if (Running != core || !core.IsHeld) return;
        core.Release();
        Running = null;
        core.Settle();
        Touch();
    }

    /// <summary>Sends something to another chip.</summary>
    public void SendOut(LinkMessage message)
    {
        Outbox.Add(message);
        if (!_isSolo) return;
        _hasSent = true;
        if (Running is not null) EndSliceAt(Running.Arm.Time);
    }

    /// <summary>Sets the levels of sources that all cores have.</summary>
    public void SetLines(uint lines, uint mask)
    {
        foreach (ChipCore core in _cores) core.Vic.SetLines(lines, mask);
    }

    /// <summary>Whether packets for a core are for the boot ROM.</summary>
    public bool IsForBootRom(int core) => BootRom.IsWaiting && core == Monitor;

    /// <summary>Whether a core has room for a packet. One that is held in reset, or never executes, throws packets away.</summary>
    public bool TakesPackets(int core) => IsForBootRom(core) || (IdleCores & (1u << core)) != 0 || _cores[core].Communications.HasRoom;

    /// <summary>Takes a packet of a core, if the router has room.</summary>
    public bool TryTakeFromCore(Packet packet, int link, long now)
    {
        if (!Devices.Router.HasRoomForCores) return false;
        Devices.Router.Arrive(packet, link, isLocal: true, now);
        return true;
    }

    /// <summary>Lets packets pass the router, if they can.</summary>
    public void RouterCatchUp(long now) => Devices.Router.CatchUp(now);

    /// <summary>Reads a word of a device.</summary>
    public bool TryReadDevice(uint address, out uint value) => Devices.TryRead(address, CurrentTime, out value);

    /// <summary>Writes to a device.</summary>
    public bool TryWriteDevice(uint address, int size, uint value)
    {
        bool isThere = Devices.TryWrite(address, size, value, CurrentTime);
        if (address >> 24 is 0xe3 or 0xf3) WatchdogChanged();
        return isThere;
    }

    /// <summary>Reads a word of memory or of a device, as the router does for a neighbour.</summary>
    public bool TryPeek(uint address, out uint value) => SystemBus.TryRead(this, address, out value);

    /// <summary>Writes a word of memory or of a device, as the router does for a neighbour.</summary>
    public bool TryPoke(uint address, uint value) => SystemBus.TryWrite(this, address, value);

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();

    /// <summary>When something is due. It also finds when the second core has something to do, and how long cores wait for locks.</summary>
    private long Soonest()
    {
        long first = VirtualTime.Never;
        long second = VirtualTime.Never;
        _lockWait = VirtualTime.Never;
        foreach (ChipCore core in _cores)
        {
            long next = core.NextTime;
            if (core.WaitsForLock >= 0) _lockWait = Math.Min(_lockWait, core.WaitsUntil);
            if (next < first) (second, first) = (first, next);
            else if (next < second) second = next;
        }

        _second = second;
        return Math.Min(first, Math.Min(_events.NextTime, Devices.Watchdog.NextTime));
    }

    private void EndSliceAt(long time)
    {
        SliceEnd = Math.Min(SliceEnd, Math.Max(time, Running!.Arm.Time));
        _isChanged = true;
    }

    /// <summary>Lets happen what is due and does not come from the cores.</summary>
    /// <returns>Whether anything was.</returns>
    private bool HasHappened(long now)
    {
        bool any = false;
        if (Devices.Watchdog.NextTime <= now)
        {
            any = true;
            if (Devices.Watchdog.CatchUp(now)) Restart();
            WatchdogChanged();
        }

        while (_events.NextTime <= now)
        {
            _happening.Happen(_events.Take(), now);
            any = true;
        }

        if (_lockWait > now) return any;
        foreach (ChipCore core in _cores)
            if (core.WaitsForLock >= 0 && core.WaitsUntil <= now) core.GoOn(now);
        return true;
    }

    /// <summary>Runs a slice: a long one if no other core has anything to do in a short one.</summary>
    /// <returns>Whether it ended; not if a debugger holds a core.</returns>
    private bool TryRunSlice(long end)
    {
        long limit = Math.Min(end, Math.Min(_events.NextTime, Devices.Watchdog.NextTime));
        long length = _second > Now + Slice ? Math.Min(_soloSlice, _second - Now) : Slice;
        SliceEnd = Math.Min(limit, Math.Min(_lockWait, Now + length));
        (_sliceFirst, _turn) = (_first, 0);
        return TryFinishSlice();
    }

    /// <summary>Lets the cores run whose turn has not been in this slice.</summary>
    private bool TryFinishSlice()
    {
        for (; _turn < _cores.Length; _turn++)
        {
            int number = _sliceFirst + 1 + _turn;
            ChipCore core = _cores[number < _cores.Length ? number : number - _cores.Length];
            if (core.NextTime >= SliceEnd && !core.IsHeld) continue;
            if (++number < _cores.Length && _cores[number].Arm.IsSleeping) _cores[number].Prefetch();
            Running = core;
            core.Run(SliceEnd);
            if (core.IsHeld) return false;
            Running = null;
            core.Settle();
        }

        _isChanged = false;
        if (_sliceFirst == _first && ++_first == _cores.Length) _first = 0;
        _soonest = Soonest();
        Now = Math.Min(SliceEnd, Math.Max(Now, _soonest));
        return true;
    }

    private void WatchdogChanged()
    {
        SetLines(Devices.Watchdog.IsUp ? uint.MaxValue : 0, 1u << InterruptSource.Watchdog);
        Touch();
        if (Running is not null && Devices.Watchdog.NextTime < SliceEnd) EndSliceAt(Devices.Watchdog.NextTime);
    }

    private void Restart()
    {
        Devices.System.ResetCode = 2;
        Memory.VectorsInSystemRam = false;
        BootRom.Restart();
        if (SerialRom is not null) BootRom.CopyBlocks(SerialRom.Bytes);
        _happening.AnnounceLater();
        foreach (ChipCore core in _cores)
            if ((IdleCores & (1u << core.Number)) == 0) core.Reset();
    }
}
