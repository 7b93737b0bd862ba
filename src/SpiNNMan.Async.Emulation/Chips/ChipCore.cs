using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Memory;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A core with its own peripherals. Reaches those of the chip through it.</summary>
internal sealed class ChipCore : ICoreBus, IPacketSink, IDmaMemory
{
    private const uint PageMask = 0xfff;
    private const uint InterruptControllerAlias = 0xfffff000;
    private const int SystemReadClocks = 4;
    private const int SystemWriteClocks = 2;

    private readonly EmulatedChip _chip;
    private CountdownTimer _timer1 = new();
    private CountdownTimer _timer2 = new();
    private long _transferTime = VirtualTime.Never;
    private bool _mustReset;
    private long _limit;

    // Where the last slice ended: a loop that only waits is there again at the end of the next.
    private uint _sliceEnd;

    /// <summary>Makes a core, in reset.</summary>
    /// <param name="chip">Its chip.</param>
    /// <param name="number">Its physical number.</param>
    /// <param name="memory">The memory of the chip.</param>
    /// <param name="cache">The code of the machine.</param>
    public ChipCore(EmulatedChip chip, int number, ChipMemory memory, CodeCache cache)
    {
        _chip = chip;
        Number = number;
        Vic = new VectoredInterruptController(DriveLines);
        Communications = new CommunicationsController(Vic, this);
        Dma = new DmaController(number, Vic, this);
        Arm = new ArmCore(memory, this, cache);
    }

    /// <summary>Its physical number.</summary>
    public int Number { get; }

    /// <summary>The processor.</summary>
    public ArmCore Arm { get; }

    /// <summary>Its interrupt controller.</summary>
    public VectoredInterruptController Vic { get; }

    /// <summary>Its communications controller.</summary>
    public CommunicationsController Communications { get; }

    /// <summary>Its DMA controller.</summary>
    public DmaController Dma { get; }

    /// <summary>Whether its clock is on and it is not held in reset.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Whether it stands still for a debugger.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether a debugger holds it, and with it its chip, in the middle of its slice.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Until when it waits for a lock, at the latest.</summary>
    public long WaitsUntil { get; private set; }

    /// <summary>Which lock it waits for.</summary>
    public int WaitsForLock { get; private set; } = -1;

    /// <summary>Whether it executes.</summary>
    public bool IsAwake => IsOn && !IsStopped && !Arm.IsSleeping;

    /// <summary>When it has something to do: to execute, or for its peripherals.</summary>
    public long NextTime => IsAwake ? Math.Min(WaitsForLock >= 0 ? WaitsUntil : Arm.Time, NextDeviceTime) : NextDeviceTime;

    /// <summary>When the next of its peripherals has something to do.</summary>
    public long NextDeviceTime { get; private set; } = VirtualTime.Never;

    int IDmaMemory.ActiveTransfers
    {
        get => _chip.ActiveTransfers;
        set => _chip.ActiveTransfers = value;
    }

    /// <summary>Resets the core and its peripherals, and lets it go from the reset vector. Its memories are kept.</summary>
    public void Reset()
    {
        if (_chip.Running == this)
        {
            _mustReset = true;
            return;
        }

        _mustReset = false;
        Vic.Reset();
        _timer1.Reset();
        _timer2.Reset();
        Communications.Reset();
        Dma.Reset();
        Arm.Reset();
        SetTimerLines();
        WaitsForLock = -1;
        IsOn = true;
        Arm.Time = Math.Max(Arm.Time, _chip.CurrentTime);
        UpdateTransferTime();
        UpdateDeviceTime();
        _chip.RouterCatchUp(_chip.CurrentTime);
    }

    /// <summary>Resets the core and starts a program that is in its memory already.</summary>
    /// <param name="pc">The address of the first instruction.</param>
    /// <param name="r0">The value of r0 at its start.</param>
    public void Start(uint pc, uint r0)
    {
        Reset();
        Arm.Start(pc, r0);
        _chip.Touch();
    }

    /// <summary>Stops the core's clock, or lets it go on.</summary>
    public void Switch(bool isOn)
    {
        if (isOn && !IsOn) Arm.Time = Math.Max(Arm.Time, _chip.CurrentTime);
        IsOn = isOn;
    }

    /// <summary>Brings the peripherals up to a time.</summary>
    public void CatchUp(long now)
    {
        if (NextDeviceTime > now) return;
        _timer1.CatchUp(now);
        _timer2.CatchUp(now);
        if (_transferTime <= now)
        {
            Dma.CatchUp(now);
            Communications.CatchUp(now);
            UpdateTransferTime();
        }

        SetTimerLines();
        UpdateDeviceTime();
    }

    /// <summary>Lets its time pass: it executes while it is awake, and its peripherals do what is due. A core that was held goes on in the middle of its slice.</summary>
    public void Run(long until)
    {
        while (true)
        {
            if (!IsHeld)
            {
                until = Math.Min(until, _chip.SliceEnd);
                long next = NextTime;
                if (next >= until) return;
                if (!IsAwake || WaitsForLock >= 0 || NextDeviceTime <= Arm.Time)
                {
                    PassTime(next);
                    continue;
                }

                _limit = Math.Min(until, NextDeviceTime);
                if (Arm.Pc == _sliceEnd) DelayLoop.Skip(Arm, _limit);
            }

            IsHeld = Arm.Run(_limit) == Cpu.SliceEnd.Breakpoint && _chip.Stops(this);
            _sliceEnd = Arm.Pc;
            if (IsHeld || _mustReset) return;
        }
    }

    /// <summary>Lets this computer fetch what the core needs to wake.</summary>
    public void Prefetch()
    {
        Memory.Prefetch.Object(this, 4);
        Memory.Prefetch.Object(Vic, 4);
        Arm.Prefetch();
    }

    /// <summary>Does what the core asked for itself while it executed.</summary>
    public void Settle()
    {
        if (_mustReset) Reset();
    }

    /// <summary>It is held no longer.</summary>
    public void Release() => IsHeld = false;

    /// <summary>Lets the core stand still until a lock is free.</summary>
    public void WaitForLock(int register, long until)
    {
        WaitsForLock = register;
        WaitsUntil = until;
    }

    /// <summary>Lets a core go on that stood still for a lock.</summary>
    public void GoOn(long now)
    {
        WaitsForLock = -1;
        Arm.Time = Math.Max(Arm.Time, now);
        _chip.Touch();
    }

    /// <inheritdoc/>
    public BusOutcome Read(ArmCore core, uint address, AccessSize size, out uint value)
    {
        uint word = 0;
        uint offset = address & PageMask & ~3u;
        switch (address >> 24)
        {
            case 0x10 or 0x20: word = Communications.Read(offset, core.Time); break;
            case 0x11 or 0x21: word = ReadTimer(offset, core.Time); break;
            case 0x1f or 0x2f:
            case 0xff when address >= InterruptControllerAlias:
                value = Lanes(Vic.Read(offset), address, size);
                return BusOutcome.Done;
            case 0x30 or 0x40: word = Dma.Read(offset, core.Time); break;
            default:
                core.AddClocks(SystemReadClocks);
                if (!_chip.TryReadDevice(address & ~3u, out word))
                {
                    value = 0;
                    return BusOutcome.Abort;
                }

                break;
        }

        value = Lanes(word, address, size);
        return Outcome();
    }

    /// <inheritdoc/>
    public BusOutcome Write(ArmCore core, uint address, AccessSize size, uint value)
    {
        uint offset = address & PageMask & ~3u;
        switch (address >> 24)
        {
            case 0x10 or 0x20: Communications.Write(offset, value, core.Time); break;
            case 0x11 or 0x21:
                TimerAt(offset).Write(offset & 0x1f, value, core.Time);
                SetTimerLines();
                UpdateDeviceTime();
                return NextDeviceTime < _limit ? BusOutcome.EndSlice : BusOutcome.Done;
            case 0x1f or 0x2f:
            case 0xff when address >= InterruptControllerAlias:
                Vic.Write(offset, value);
                return BusOutcome.Done;
            case 0x30 or 0x40: Dma.Write(offset, value, core.Time); break;
            default:
                core.AddClocks(SystemWriteClocks);
                if (!_chip.TryWriteDevice(address, (int)size, value)) return BusOutcome.Abort;
                break;
        }

        return Outcome();
    }

    /// <inheritdoc/>
    public bool TryTake(Packet packet, int link, long now) => _chip.TryTakeFromCore(packet, link, now);

    /// <inheritdoc/>
    public void CoreHasRoom(long now) => _chip.RouterCatchUp(now);

    /// <inheritdoc/>
    bool IDmaMemory.Move(uint system, uint local, uint length, bool isToSystem) => DmaCopy.TryMove(_chip.Memory, Arm, system, local, length, isToSystem);

    /// <summary>Reads a timer as a debugger does.</summary>
    public uint PeekTimer(uint offset, long now) => TimerAt(offset).Peek(offset & 0x1f, now);

    /// <summary>The router has room again for what this core sends.</summary>
    public void ResumeSending(long now)
    {
        Communications.Resume(now);
        UpdateTransferTime();
        UpdateDeviceTime();
    }

    /// <summary>The part of a register that was asked for.</summary>
    private static uint Lanes(uint word, uint address, AccessSize size)
    {
        word >>= (int)(address & 3) * 8;
        return size switch
        {
            AccessSize.Byte => word & 0xff,
            AccessSize.Halfword => word & 0xffff,
            _ => word,
        };
    }

    /// <summary>Lets time pass without an instruction. The time of a core that stands still for a debugger stays where it is.</summary>
    private void PassTime(long time)
    {
        long before = Arm.Time;
        Arm.Time = Math.Max(before, time);
        if (WaitsForLock >= 0 && WaitsUntil <= Arm.Time) GoOn(Arm.Time);
        CatchUp(Arm.Time);
        if (IsStopped) Arm.Time = before;
    }

    /// <summary>How the core goes on after an access: the slice ends if something is due before its end, or if the core does not go on at once.</summary>
    private BusOutcome Outcome()
    {
        UpdateTransferTime();
        UpdateDeviceTime();
        return _chip.TakeChange() || NextDeviceTime < _limit || _mustReset || !IsAwake || WaitsForLock >= 0 ? BusOutcome.EndSlice : BusOutcome.Done;
    }

    private ref CountdownTimer TimerAt(uint offset) => ref (offset & 0x20) != 0 ? ref _timer2 : ref _timer1;

    private uint ReadTimer(uint offset, long now)
    {
        uint value = TimerAt(offset).Read(offset & 0x1f, now);
        SetTimerLines();
        return value;
    }

    private void SetTimerLines()
    {
        uint lines = (_timer1.IsUp ? 1u << InterruptSource.Timer1 : 0) | (_timer2.IsUp ? 2u << InterruptSource.Timer1 : 0);
        Vic.SetLines(lines, 3u << InterruptSource.Timer1);
    }

    private void UpdateTransferTime() => _transferTime = Math.Min(Dma.NextTime, Communications.NextTime);

    private void UpdateDeviceTime()
    {
        long next = Math.Min(_transferTime, Math.Min(_timer1.NextInterrupt, _timer2.NextInterrupt));
        if (next == NextDeviceTime) return;
        NextDeviceTime = next;
        _chip.Touch();
    }

    private void DriveLines()
    {
        bool slept = Arm.IsSleeping || WaitsForLock >= 0;
        Arm.SetInterruptLines(Vic.Irq, Vic.Fiq);
        if (!slept || !(Vic.Irq || Vic.Fiq)) return;
        WaitsForLock = -1;
        if (_chip.Running != this) Arm.Time = Math.Max(Arm.Time, _chip.CurrentTime);
        _chip.CoreWoke(this);
    }
}
