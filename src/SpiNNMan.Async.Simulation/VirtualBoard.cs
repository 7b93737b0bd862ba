using System.Net;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Ethernet;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Machine;
using SpiNNMan.Async.Simulation.Monitor;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation;

/// <summary>One board of a simulated machine.</summary>
/// <remarks>Safe to use from any thread. Protocol: virtual-machine.md.</remarks>
public sealed class VirtualBoard : IDevice
{
    private readonly Kernel _kernel;
    private readonly VirtualMachineOptions _options;
    private readonly BoardGeometry _geometry;
    private readonly IDeviceWire _wire;
    private readonly DeviceCounters _counters;
    private readonly BoardAddress _address;
    private readonly IReadOnlyList<IPEndPoint> _announcementTargets;
    private IReadOnlyList<IPEndPoint> _currentTargets;
    private BootRom? _rom;
    private Scamp? _scamp;
    private BoardState _state;
    private int _era;

    internal VirtualBoard(Kernel kernel, VirtualMachineOptions options, BoardGeometry geometry, IDeviceWire wire, DeviceCounters counters, IPAddress address, IReadOnlyList<IPEndPoint> announcementTargets)
    {
        _kernel = kernel;
        _options = options;
        _geometry = geometry;
        _wire = wire;
        _counters = counters;
        _address = new BoardAddress(address);
        _announcementTargets = announcementTargets;
        _currentTargets = announcementTargets;
        EndPoint = new IPEndPoint(address, ScpMessage.Port);
        BootEndPoint = new IPEndPoint(address, BootRom.Port);
    }

    /// <summary>Where it takes commands.</summary>
    public IPEndPoint EndPoint { get; internal init; }

    /// <summary>Where it takes a boot image.</summary>
    public IPEndPoint BootEndPoint { get; internal init; }

    /// <summary>What the board is doing.</summary>
    public BoardState State
    {
        get
        {
            using (_kernel.Enter())
                return _state;
        }
    }

    /// <summary>The version of the software that it was booted with; <see langword="null"/> if it is not.</summary>
    public SoftwareVersion? Firmware
    {
        get
        {
            using (_kernel.Enter())
                return _scamp?.Firmware.Version;
        }
    }

    /// <summary>The chips, as long as the board is booted; after a reset they are others.</summary>
    public IReadOnlyCollection<VirtualChip> Chips
    {
        get
        {
            using (_kernel.Enter())
                return _scamp is { } scamp ? [.. scamp.Chips] : [];
        }
    }

    /// <summary>What it has done so far.</summary>
    public DeviceStatistics Statistics
    {
        get
        {
            using (_kernel.Enter())
                return _counters.Snapshot();
        }
    }

    internal Scamp? Scamp => _scamp;

    internal bool HasPower => _state != BoardState.Off;

    /// <inheritdoc/>
    void IDevice.Receive(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        _counters.Received++;
        if (port == BootRom.Port && _rom is not null)
            ReceiveImage(_rom, datagram, sender);
        else if (port == ScpMessage.Port && _scamp is not null && !IsSilent)
            _scamp.Ethernet.Receive(datagram, sender);
        else if (port is not (BootRom.Port or ScpMessage.Port) && _scamp is not null && !IsSilent)
            _scamp.Ethernet.ReceiveReverse(port, datagram, sender);
        else
            _counters.Drop(DropReason.NotListening);
    }

    /// <summary>Whether the software was started but does not answer yet.</summary>
    private bool IsSilent { get; set; }

    /// <summary>Gives the board power. It forgets everything, and waits for a boot image.</summary>
    internal void PowerOn()
    {
        PowerOff();
        _rom = new BootRom();
        _state = BoardState.Rom;
        _currentTargets = _announcementTargets;
        ScheduleAnnouncement(_era);
    }

    /// <summary>Takes the power away.</summary>
    internal void PowerOff()
    {
        _era++;
        _scamp?.Stop();
        _scamp = null;
        _rom = null;
        _state = BoardState.Off;
        _wire.Listen(new HashSet<ushort>());
    }

    /// <summary>Boots the board without an image, and at once.</summary>
    internal void StartBooted(byte[]? bootBlock = null)
    {
        PowerOff();
        FirmwareProfile firmware = FirmwareProfile.Find(_options.Firmware) ?? FirmwareProfile.Scamp400;
        bootBlock ??= _options.BootVariables is { Length: > 0 } variables ? variables.ToArray() : firmware.MakeBootBlock(_geometry.HardwareVersion, _geometry.Led0, _kernel.UtcNow);
        MakeScamp(firmware, bootBlock);
        IsSilent = false;
        FinishStart(_scamp!);
    }

    private void ReceiveImage(BootRom rom, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
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
            StartImage(rom.Image);
    }

    private void StartImage(ReadOnlySpan<byte> image)
    {
        _era++;
        _rom = null;
        _state = BoardState.Initialising;
        IsSilent = true;
        byte[] bootBlock = BootImageReader.ReadBootBlock(image, BootBlock.MakeDefault(_geometry.HardwareVersion, _geometry.Led0, _kernel.UtcNow));
        MakeScamp(BootImageReader.Recognise(image), bootBlock);
        Scamp scamp = _scamp!;
        BootTiming timing = _options.BootTiming;
        TimeSpan due = timing.Silence;
        At(due, 0);
        At(due += timing.Addresses, 1);
        At(due += timing.Dimensions, 2);
        At(due += timing.LinkTest, 3);
        due += timing.Tables;
        if (scamp.Firmware.FillsTablesTwice)
            At(due, 4);

        scamp.Schedule(due + timing.ReturnTables, () => FinishStart(scamp));

        void At(TimeSpan delay, byte phase) => scamp.Schedule(delay, () =>
        {
            IsSilent = false;
            scamp.EnterPhase(phase);
        });
    }

    private void MakeScamp(FirmwareProfile firmware, byte[] bootBlock) =>
        _scamp = new Scamp(_kernel, _geometry, _options, firmware, bootBlock, _address, _wire, _counters);

    private void FinishStart(Scamp scamp)
    {
        scamp.Finish();
        _state = BoardState.Ready;
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
}
