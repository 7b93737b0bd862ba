using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>A board without sockets, on a clock that only the test moves: a datagram in, the datagrams out.</summary>
internal sealed class BoardBench : IDisposable
{
    /// <summary>Longer than a monitor tries to reach a chip.</summary>
    private static readonly TimeSpan s_longestTry = TimeSpan.FromMilliseconds(5);

    public static readonly IPEndPoint Client = new(IPAddress.Loopback, 39290);

    private readonly Kernel _kernel;
    private readonly RecordingWire _wire = new();
    private readonly BoardRack _rack;

    public BoardBench(MachineLayout? geometry = null, VirtualMachineOptions? options = null, IReadOnlyList<IPEndPoint>? announcementTargets = null)
    {
        options ??= new VirtualMachineOptions();
        geometry ??= MachineLayout.Spin5;
        _kernel = new Kernel(Time);
        BoardOptions boards = LayerOptions.Boards(options);
        Ledger = boards.Firmware.Ledger;
        _rack = new BoardRack(_kernel, boards, geometry);
        Board = new VirtualBoard(_kernel, boards, _rack, _wire, new DeviceCounters(), IPAddress.Parse("127.0.9.1"), announcementTargets ?? []);
        using (_kernel.Enter())
        {
            if (options.Booted)
                _rack.StartBooted(RecordedBootBlock(geometry));
            else
                Board.PowerOn();
        }
    }

    public FakeTimeProvider Time { get; } = new();

    public VirtualBoard Board { get; }

    public Kernel Kernel => _kernel;

    public EventLedger Ledger { get; }

    public RecordingWire Wire => _wire;

    /// <summary>Hands the board a datagram and returns what it sends at once.</summary>
    public IReadOnlyList<SentDatagram> Send(ReadOnlySpan<byte> datagram, IPEndPoint? from = null, ushort port = ScpMessage.Port)
    {
        _wire.Sent.Clear();
        using (_kernel.Enter())
            ((IDevice)Board).Receive(port, datagram, from ?? Client);
        return [.. _wire.Sent];
    }

    /// <summary>Says how long commands take from now on.</summary>
    public void SetServiceTime(ServiceTime time)
    {
        using (_kernel.Enter())
            _rack.Pace = LayerOptions.Pace(time);
    }

    /// <summary>Does something in the serial world of the machine.</summary>
    public void Inside(Action<IBootedMachine> action)
    {
        using (_kernel.Enter())
            action(Board.Machine!);
    }

    /// <summary>Hands the board a datagram as hexadecimal digits and returns its only answer, or <see langword="null"/>.</summary>
    public string? Ask(string datagram, IPEndPoint? from = null, ushort port = ScpMessage.Port)
    {
        IReadOnlyList<SentDatagram> sent = Send(Convert.FromHexString(datagram), from, port);
        return sent.SingleOrDefault()?.Hex;
    }

    /// <summary>Hands the board a datagram and returns the result it answers, at once or once it has tried long enough.</summary>
    public int AskResult(ReadOnlySpan<byte> datagram)
    {
        IReadOnlyList<SentDatagram> sent = Send(datagram);
        return Scp.Result((sent.Count > 0 ? sent : Wait(s_longestTry)).Single().Bytes);
    }

    /// <summary>Lets time pass and returns what the board sends by itself.</summary>
    public IReadOnlyList<SentDatagram> Wait(TimeSpan time)
    {
        _wire.Sent.Clear();
        Time.Advance(time);
        return [.. _wire.Sent];
    }

    public void Dispose()
    {
        _kernel.Dispose();
        Assert.That(_kernel.LastDefect, Is.Null, () => $"{_kernel.LastDefect}");
    }

    /// <summary>The settings of the firmware's own image, with which the recordings were made.</summary>
    private static byte[] RecordedBootBlock(MachineLayout geometry)
    {
        byte[] block = BootBlock.MakeDefault(geometry.HardwareVersion, led0: 1, DateTimeOffset.UnixEpoch);
        block[BootBlock.SoftWatchdog] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BootBlock.SdramHeapWords), 1 << 20);
        return block;
    }
}
