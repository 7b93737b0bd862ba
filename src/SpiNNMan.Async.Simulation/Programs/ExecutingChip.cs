using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>A chip of which some cores execute: an emulated chip beneath the modelled one, whose memory and registers the model uses as well.</summary>
internal sealed class ExecutingChip : IChipHardware, IDisposable
{
    private const uint AllCores = (1u << ChipAddresses.MaxCores) - 1;
    private const int MessageLock = 0;
    private const int MostPackets = 1024;
    private const uint FilterMask = 0xffff;
    private const long HopClocks = 60;
    private const long ClocksPerMillisecond = 200_000;

    private readonly ExecutingChips _machine;
    private readonly MonitorMail _monitorMail;
    private readonly SoftWatchdog _watchdog;
    private readonly Dictionary<int, ExecutingCore> _cores = [];
    private readonly Queue<Packet> _fromModel = new();
    private readonly int[] _onLinks = new int[Link.Count];
    private uint _waitedInVain;
    private long _clocksWritten = -1;
    private bool _hasRun;

    public ExecutingChip(ExecutingChips machine, Kernel kernel, VirtualChip chip, CodeCache cache, long now)
    {
        _machine = machine;
        Chip = chip;
        uint working = chip.Identity.CoreMask;
        Emulated = new EmulatedChip(new ChipOptions { BadCores = AllCores & ~working, HostedCores = AllCores, Monitor = chip.Identity.Cores[0], WaitsForImage = false }, cache);
        Emulated.Run(now, isSolo: false);
        Sdram = new EmulatedMemory(() => Emulated.Memory.SdramSpan, Emulated.Memory.SdramWritten);
        SystemRam = new EmulatedMemory(() => Emulated.Memory.SystemRamSpan, Emulated.Memory.SystemRamWritten);
        Router = new EmulatedRegisters(Emulated.Devices.Router.Read, WriteRouter);
        SystemController = new EmulatedRegisters(Emulated.Devices.System.Read, WriteSystemController);
        _monitorMail = new MonitorMail(this);
        _watchdog = new SoftWatchdog(this, kernel);
        chip.MoveTo(this);
    }

    /// <summary>The model of the chip.</summary>
    public VirtualChip Chip { get; }

    /// <summary>The core that executes.</summary>
    public EmulatedChip Emulated { get; }

    public IMemoryBlock Sdram { get; }

    public IMemoryBlock SystemRam { get; }

    public IRegisterBank Router { get; }

    public RouterDump Dump => Emulated.Devices.Router.Dump;

    public IRegisterBank SystemController { get; }

    public uint SyncFlags
    {
        get => Emulated.Devices.System.Flags;
        set => Emulated.Devices.System.Flags = value;
    }

    /// <summary>The time, in clocks.</summary>
    public long Now => Math.Max(_machine.Now, Emulated.Now);

    /// <summary>Whether a debugger lets its time stand still.</summary>
    public bool IsPaused => _machine.IsPaused;

    /// <summary>Whether any core executes.</summary>
    public bool IsUsed => _cores.Count > 0;

    /// <summary>Whether it must be looked at soon, whatever its cores do.</summary>
    public bool IsWaiting => _monitorMail.IsWaiting || _fromModel.Count > 0 || WaitingMail > 0;

    /// <summary>How much waits for the mailboxes of its cores.</summary>
    public int WaitingMail { get; set; }

    /// <summary>The core that executes under a virtual number, if it does.</summary>
    public ExecutingCore? CoreAt(int number) => _cores.GetValueOrDefault(number);

    /// <summary>Starts an image on a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="image">The image.</param>
    /// <param name="address">Where it is in memory.</param>
    /// <param name="argument">The value of r0 at its start.</param>
    /// <returns><see langword="false"/> if the image cannot be put where it wants to be.</returns>
    public bool TryStart(VirtualCore core, byte[] image, uint address, uint argument)
    {
        core.StopExecuting();
        CatchUp();
        int physical = Chip.Identity.Cores[core.Number];
        ChipCore target = Emulated.Cores[physical];
        if (!new ImageLoader(target.Arm, Chip.Memory, image, address).TryLoad(out uint entry))
            return false;

        Emulated.Release(target);
        Emulated.Host.Return(Emulated, physical);
        ClearInterrupt(1u << physical);
        target.Start(entry & ~3u, argument);
        if ((entry & 1) != 0)
        {
            target.Arm.Cpsr |= 0x20;
            target.Arm.Pc = entry & ~1u;
        }

        var execution = new ExecutingCore(this, core, physical);
        _cores[core.Number] = execution;
        core.Execute(execution);
        _watchdog.Start();
        _machine.Starts(this, physical);
        _machine.Touch();
        return true;
    }

    /// <summary>A core executes no longer.</summary>
    public void Remove(ExecutingCore core, int physical)
    {
        Emulated.Release(Emulated.Cores[physical]);
        Emulated.Host.Take(Emulated, physical);
        _machine.Debugged.Remove(this, physical);
        if (_cores.GetValueOrDefault(core.Number) == core)
            _cores.Remove(core.Number);
    }

    public void Stop()
    {
        foreach (ExecutingCore core in _cores.Values.ToArray())
            Chip.Core(core.Number).StopExecuting();
    }

    /// <summary>Interrupts a core.</summary>
    public void Interrupt(int physical)
    {
        CatchUp();
        Emulated.Devices.System.RaiseInterrupts(1u << physical);
        _machine.Touch();
    }

    /// <summary>Something waits for a mailbox.</summary>
    public void MailCame() => _machine.Touch();

    /// <summary>Whether one of the test-and-set registers is taken.</summary>
    public bool IsLocked(int hardwareLock) => (Emulated.Devices.System.Locks & (1u << hardwareLock)) != 0;

    public void AwaitLock(int hardwareLock)
    {
        // A program that never gives it back keeps nobody waiting twice.
        uint bit = 1u << hardwareLock;
        if (!IsLocked(hardwareLock))
            _waitedInVain &= ~bit;
        else if ((_waitedInVain & bit) == 0 && !_machine.TryRunUntil(() => !IsLocked(hardwareLock)) && !_machine.IsPaused)
            _waitedInVain |= bit;
    }

    public uint TakeSharedBuffer()
    {
        AwaitLock(MessageLock);
        return LiveVariables.TakeShared(Chip.Memory);
    }

    public void FreeSharedBuffer(uint buffer)
    {
        AwaitLock(MessageLock);
        LiveVariables.FreeSharedBuffer(Chip.Memory, buffer);
    }

    public void CountPackets(uint packet, uint destinations, uint times) => Emulated.Devices.Router.Diagnostics.Count(packet & FilterMask, destinations, times);

    /// <summary>Takes a packet that a program which does not execute sends.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TrySend(Packet packet)
    {
        if (_fromModel.Count >= MostPackets)
            return false;

        _fromModel.Enqueue(packet);
        PassPackets();
        _machine.Touch();
        return true;
    }

    /// <summary>Whether it takes packets from a chip whose cores do not execute.</summary>
    public bool HasRoom(int link) => _onLinks[link] < MostPackets;

    /// <summary>Takes a packet from a chip whose cores do not execute.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryReceive(int link, Packet packet)
    {
        if (!HasRoom(link))
            return false;

        _onLinks[link]++;
        Emulated.AddEvent(Now + HopClocks, new ChipEvent(ChipEventKind.PacketFromLink, link, link, packet));
        _machine.Touch();
        return true;
    }

    /// <summary>The router took a packet of a link whose other end does not execute.</summary>
    public void GiveBack(int link) => _onLinks[link]--;

    /// <summary>Brings the clocks in memory up to date.</summary>
    public void UpdateClocks(long now)
    {
        if (now / ClocksPerMillisecond == _clocksWritten)
            return;

        _clocksWritten = now / ClocksPerMillisecond;
        const uint offset = LiveVariables.Clocks & (ChipAddresses.SystemRamSize - 1);
        LiveVariables.WriteClocks(Emulated.Memory.SystemRamSpan[(int)offset..], (ulong)Math.Max(0, _clocksWritten), Chip.BootTime);
        Emulated.Memory.SystemRamWritten(offset, LiveVariables.ClocksSize);
    }

    /// <summary>Does for the cores that execute what those do that do not: the monitor above all.</summary>
    public void Serve(IProgramHost host)
    {
        _hasRun = true;
        if (Emulated.Host.Packets.Count > 0)
            HandOver(host);

        uint asked = Emulated.Devices.System.Interrupts & Emulated.Host.Cores;
        if (asked != 0)
            AnswerInterrupts(asked);

        if (Chip.IsAlive)
            _monitorMail.Collect(host);

        PassPackets();
        if (WaitingMail == 0)
            return;

        foreach (ExecutingCore core in _cores.Values)
            core.Poll(Now);
    }

    /// <summary>The byte at an address of system RAM, as the cores see it.</summary>
    public byte PeekSystemRam(uint address) => Emulated.Memory.SystemRamSpan[(int)(address & (ChipAddresses.SystemRamSize - 1))];

    /// <summary>Tells those who watch what became of programs since the last time.</summary>
    public void LookAtStates()
    {
        if (!_hasRun)
            return;

        _hasRun = false;
        foreach (ExecutingCore core in _cores.Values)
            core.LookAtState();
    }

    public void Dispose()
    {
        _cores.Clear();
        Chip.Memory.Leave();
        Emulated.Dispose();
    }

    private void HandOver(IProgramHost host)
    {
        foreach (HostPacket packet in Emulated.Host.Packets)
        {
            int core = Chip.Identity.Cores.IndexOf((byte)packet.Core);
            if (core > 0)
                host.Deliver(Chip.Core(core), packet.Packet);
        }

        Emulated.Host.Packets.Clear();
    }

    private void AnswerInterrupts(uint asked)
    {
        ClearInterrupt(asked);
        for (int core = 0; core < Chip.WorkingCores; core++)
        {
            if ((asked & (1u << Chip.Identity.Cores[core])) == 0)
                continue;

            if (core == 0)
                _monitorMail.Look();
            else
                Chip.Core(core).LookIntoMailbox();
        }
    }

    private void ClearInterrupt(uint physicalCores)
    {
        const uint clearInterrupt = 0x0c;
        const uint code = 0x5ec00000;
        Emulated.Devices.System.Write(clearInterrupt, code | physicalCores);
    }

    /// <summary>Brings a chip that has slept up to the time of all chips. It must come before anything that wakes its cores, or they would live through the time they slept.</summary>
    private void CatchUp()
    {
        if (Emulated.Running is null && Emulated.NextTime >= _machine.Now)
            Emulated.Run(_machine.Now, isSolo: false);
    }

    private void PassPackets()
    {
        if (_fromModel.Count > 0)
            CatchUp();

        while (Emulated.Devices.Router.HasRoomForCores && _fromModel.TryDequeue(out Packet packet))
        {
            Emulated.Devices.Router.Arrive(packet, Packet.Local, isLocal: true, Emulated.Now);
            Emulated.Touch();
        }
    }

    private void WriteRouter(uint offset, uint value)
    {
        CatchUp();
        Emulated.Devices.Router.Write(offset, value, Emulated.Now);
        Emulated.Touch();
        _machine.Touch();
    }

    private void WriteSystemController(uint offset, uint value)
    {
        CatchUp();
        Emulated.Devices.System.Write(offset, value);
        uint asked = Emulated.Devices.System.Interrupts & Emulated.Host.Cores;
        if (asked != 0)
            AnswerInterrupts(asked);

        Emulated.Touch();
        _machine.Touch();
    }
}
