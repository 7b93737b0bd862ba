using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>One board of a simulated machine.</summary>
/// <remarks>Safe to use from any thread. Protocol: virtual-machine.md.</remarks>
public sealed class VirtualBoard : IDevice
{
    private const int SizeOfSerialRom = 128 * 1024;

    private readonly Kernel _kernel;
    private readonly BoardOptions _options;
    private readonly BoardRack _rack;
    private readonly MutableWire _wire;
    private readonly DeviceCounters _counters;
    private readonly IReadOnlyList<IPEndPoint> _announcementTargets;
    private IReadOnlyList<IPEndPoint> _currentTargets;
    private BootRom? _rom;
    private IBootedMachine? _machine;
    private BoardState _state;
    private int _place;
    private int _era;

    internal VirtualBoard(Kernel kernel, BoardOptions options, BoardRack rack, IDeviceWire wire, DeviceCounters counters, IPAddress address, IReadOnlyList<IPEndPoint> announcementTargets)
    {
        _kernel = kernel;
        _options = options;
        _rack = rack;
        _wire = new MutableWire(wire, counters);
        _counters = counters;
        var network = new BoardAddress(address);
        Port = new BoardPort(new BoardParts(network, counters, new SerialRom(network, rack.Geometry.HardwareVersion)), _wire);
        _announcementTargets = announcementTargets;
        _currentTargets = announcementTargets;
        EndPoint = new IPEndPoint(address, ScpMessage.Port);
        BootEndPoint = new IPEndPoint(address, BootRom.Port);
        Number = rack.Add(this);
        IsDead = options.DeadBoards.Contains(Number);
        Faults = options.Faults.GetValueOrDefault(Number);
        Fpgas = new FpgaRegisters((fpga, half) => rack.HasNeighbour(Number, fpga, half), ApplyStops);
        if (Blacklist.Make(rack.Geometry, Number, rack.DeadParts) is { } faults)
            Port.SerialRom.Flash.Write(SerialRom.FaultList, faults);
    }

    /// <summary>Its number in the machine, from 0.</summary>
    public int Number { get; }

    /// <summary>Where its chip with the Ethernet is in the whole machine. When only a part is booted, that part counts otherwise.</summary>
    public ChipLocation Location => _rack.Geometry.Ethernets[Number];

    /// <summary>Where it takes commands.</summary>
    public IPEndPoint EndPoint { get; internal init; }

    /// <summary>Where it takes a boot image.</summary>
    public IPEndPoint BootEndPoint { get; internal init; }

    /// <summary>Whether it was said not to work when the machine was started; it never has power then.</summary>
    public bool IsDead { get; }

    /// <summary>The state of the board.</summary>
    public BoardState State
    {
        get
        {
            using (_kernel.EnterAlive())
                return _state;
        }
    }

    /// <summary>The version of the software that it was booted with; <see langword="null"/> if it is not, or if chips execute, which are sent an image of whatever kind.</summary>
    public SoftwareVersion? Firmware
    {
        get
        {
            using (_kernel.EnterAlive())
                return _machine?.Version;
        }
    }

    /// <summary>The chips, as long as the board is booted; after a reset they are others. None if chips execute: look at them by <see cref="TakeSnapshot"/>, and into them by
    /// <see cref="VirtualMachine.ReadMemory"/>.</summary>
    public IReadOnlyCollection<VirtualChip> Chips
    {
        get
        {
            using (_kernel.EnterAlive())
                return _machine is { } machine ? [.. machine.ChipsOf(_place)] : [];
        }
    }

    /// <summary>Counters of its work so far.</summary>
    public DeviceStatistics Statistics
    {
        get
        {
            using (_kernel.EnterAlive())
                return _counters.Snapshot();
        }
    }

    /// <summary>The temperature at the top of the board in degrees Celsius, -55 to 125, as its BMP measures it; that at the bottom is two degrees lower. From 50 degrees on, the BMP warns of each. The default is 30.</summary>
    /// <exception cref="InvalidParameterException">The temperature is out of range.</exception>
    public double Temperature
    {
        get
        {
            using (_kernel.EnterAlive())
                return field;
        }

        set
        {
            if (!(value is >= BmpSensors.Coldest and <= BmpSensors.Hottest))
                throw new InvalidParameterException(nameof(Temperature), value, string.Create(CultureInfo.InvariantCulture, $"it must be {BmpSensors.Coldest} to {BmpSensors.Hottest} degrees"));

            using (_kernel.EnterAlive())
                field = value;
        }
    } = BmpSensors.UsualTemperature;

    /// <summary>Whether it hears and obeys, but nothing comes back from it. The default is <see langword="false"/>.</summary>
    public bool IsMute
    {
        get
        {
            using (_kernel.EnterAlive())
                return _wire.IsMute;
        }

        set
        {
            using (_kernel.EnterAlive())
                _wire.IsMute = value;
        }
    }

    /// <summary>The faults of the network of this board alone, instead of those of the machine (<see cref="VirtualMachine.Faults"/>); a change takes effect with the
    /// next datagram. The default is <see langword="null"/>: it shares that of the machine. Its BMP does so in any case.</summary>
    /// <exception cref="InvalidParameterException">There is a loss of flood fills, which is a matter of the whole machine.</exception>
    public FaultOptions? Faults
    {
        get
        {
            using (_kernel.EnterAlive())
                return _wire.Faults;
        }

        set
        {
            value?.MakeReadOnly();
            if (value?.FloodFillLoss > 0 || value?.FloodReplyLoss > 0)
                throw new InvalidParameterException(nameof(Faults), Math.Max(value.FloodFillLoss, value.FloodReplyLoss), "flood fills concern the whole machine: set VirtualMachine.Faults");

            using (_kernel.EnterAlive())
                _wire.SetFaults(value, Prng.Mix(_options.Seed + ((ulong)Number << 32)));
        }
    }

    /// <summary>Looks at the board and its chips.</summary>
    public BoardSnapshot TakeSnapshot()
    {
        using (_kernel.EnterAlive())
        {
            IEnumerable<ChipSnapshot> chips = _machine?.Look(_place) ?? _rack.Geometry.ChipsOf(Number).Select(chip => new ChipSnapshot(chip, _rack.Geometry.LocalOf(chip), IsUsed: false, Failure: null, IsBusy: false, Commands: 0, []));
            return new BoardSnapshot(Number, _state, _wire.IsMute, _machine?.Version, _counters.Snapshot(), [.. chips]);
        }
    }

    internal HostNetwork Hosts => _rack.Hosts;

    internal BoardOptions Options => _options;

    /// <summary>The machine that runs on it.</summary>
    internal IBootedMachine? Machine => _machine;

    internal BoardPort Port { get; }

    /// <summary>Where it announces itself while it waits for an image.</summary>
    internal IReadOnlyList<IPEndPoint> AnnouncementTargets => _announcementTargets;

    internal FpgaRegisters Fpgas { get; }

    /// <summary>Its BMP. Hosts mostly talk to that of the first board of the frame, which hands on what is for others.</summary>
    public VirtualBmp? Bmp { get; internal set; }

    /// <summary>Whether it could be booted now.</summary>
    internal bool IsWaiting => _state == BoardState.Rom;

    internal bool HasPower => _state != BoardState.Off;

    /// <inheritdoc/>
    void IDevice.Receive(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        _counters.Received++;
        if (port == BootRom.Port && _rom is not null)
            ReceiveImage(_rom, datagram, sender);
        else if (_machine is not null && !IsSilent && (port != BootRom.Port || _machine.ExecutesBootRom))
            _machine.Receive(_place, port, datagram, sender);
        else
            _counters.Drop(DropReason.NotListening);
    }

    /// <summary>Whether the software was started but does not answer yet.</summary>
    private bool IsSilent { get; set; }

    /// <summary>Takes the power away behind the back of the BMP, as a fault does. The other boards go on.</summary>
    public void SwitchOff()
    {
        using (_kernel.EnterAlive())
            PowerOff();
    }

    /// <summary>Gives the board power behind the back of the BMP: it has forgotten everything and waits for a boot image.</summary>
    public void SwitchOn()
    {
        using (_kernel.EnterAlive())
            PowerOn();
    }

    /// <summary>Gives the board power. It forgets everything, and waits for a boot image.</summary>
    internal void PowerOn()
    {
        PowerOff();
        if (IsDead)
            return;

        if (_rack.Executed is { } chips)
        {
            IsSilent = false;
            _place = Number;
            _machine = chips.PowerOn(this, ReadSerialRom());
            Enter(BoardState.Rom);
            return;
        }

        _rom = new BootRom();
        Enter(BoardState.Rom);
        _currentTargets = _announcementTargets;
        ScheduleAnnouncement(_era);
    }

    /// <summary>Takes the power away.</summary>
    internal void PowerOff()
    {
        _era++;
        if (_machine is not null && _rack.Executed?.SerialRomOf(Number) is { IsEmpty: false } serialRom)
            Port.SerialRom.Flash.Write(0, serialRom.Span);
        _machine?.Lose(_place);
        _machine = null;
        _rom = null;
        Enter(BoardState.Off);
        _wire.Listen(new HashSet<ushort>());
    }

    /// <summary>Begins to run the software of the machine, but says nothing yet.</summary>
    internal void Join(IBootedMachine machine, int place)
    {
        _era++;
        _rom = null;
        _machine = machine;
        _place = place;
        Enter(BoardState.Initialising);
        IsSilent = true;
    }

    /// <summary>Begins to answer.</summary>
    internal void Speak(IBootedMachine? machine)
    {
        if (ReferenceEquals(_machine, machine))
            IsSilent = false;
    }

    /// <summary>Is booted.</summary>
    internal void Finish(IBootedMachine? machine)
    {
        if (!ReferenceEquals(_machine, machine))
            return;

        IsSilent = false;
        Enter(BoardState.Ready);
    }

    /// <summary>The state of the boot ROM that its chip executes: it waits for an image, or has started one.</summary>
    internal void ShowRom(bool isWaiting) => Enter(isWaiting ? BoardState.Rom : BoardState.Ready);

    /// <summary>The part of the serial ROM that its chip reads.</summary>
    private byte[] ReadSerialRom()
    {
        var bytes = new byte[SizeOfSerialRom];
        Port.SerialRom.Flash.Read(0, bytes);
        int length = bytes.AsSpan().LastIndexOfAnyExcept(byte.MaxValue) + 1;
        return bytes[..length];
    }

    private void ReceiveImage(BootRom rom, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        Hosts.Hear(sender);
        BootRomOutcome outcome = rom.Receive(datagram);
        if (outcome == BootRomOutcome.Ignored)
        {
            _counters.Drop(DropReason.NotBootProtocol);
            return;
        }

        // The first to send something is told of the board from then on, and nobody else.
        if (ReferenceEquals(_currentTargets, _announcementTargets))
            _currentTargets = [.. _announcementTargets.Select(target => new IPEndPoint(sender.Address, target.Port)).Distinct()];

        if (outcome == BootRomOutcome.Execute)
            _rack.StartImage(this, rom.Image);
    }

    private void ScheduleAnnouncement(int era) => _kernel.Schedule(_options.AnnouncementInterval, () =>
    {
        if (era != _era)
            return;

        foreach (IPEndPoint target in _currentTargets)
        {
            _counters.Sent++;
            _wire.Send(BootRom.Port, BootRom.Announcement, target);
        }

        ScheduleAnnouncement(era);
    });

    /// <summary>Tells what runs which links its FPGAs do not carry.</summary>
    private void ApplyStops() => _machine?.SetStopped(_place, [.. Fpgas.StoppedLinks]);

    private void Enter(BoardState state)
    {
        if (_state == state)
            return;

        _state = state;
        _kernel.Events.Publish(new MachineEvent(_kernel.Now, MachineEventKind.BoardState, Number, Chip: null, Core: null, $"Board {Number} is {state}."));
    }
}
