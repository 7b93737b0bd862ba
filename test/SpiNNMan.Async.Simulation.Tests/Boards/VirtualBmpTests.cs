using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

internal sealed class VirtualBmpTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingWire _wire = new();
    private readonly Kernel _kernel;
    private readonly VirtualBoard _board;
    private readonly VirtualBmp _bmp;

    public VirtualBmpTests()
    {
        BoardOptions options = LayerOptions.Boards(new VirtualMachineOptions());
        _kernel = new Kernel(_time);
        var rack = new BoardRack(_kernel, options, MachineLayout.Spin5);
        _board = new VirtualBoard(_kernel, options, rack, new RecordingWire(), new DeviceCounters(), IPAddress.Loopback, []);
        _bmp = new VirtualBmp(_kernel, new BmpCommands(_kernel, [_board], frame: 240, options.Schedule.PowerOn), number: 0, IPAddress.Loopback, _wire, new DeviceCounters());
        using (_kernel.Enter())
            rack.StartBooted();
    }

    public void Dispose() => _kernel.Dispose();

    [Test]
    public void Says_who_it_is()
    {
        string reply = Ask("000087ff00ff0000000000000100000000000000000000000000").Single().Hex;

        Assert.That(reply, Does.Match("^....0708e000f0000000" + "80000100" + "0000f001" + "0001ffff"));
        Assert.That(reply, Does.EndWith("4243264d502f" + "5370696e352d424d5000" + "322e312e3200"));
    }

    [TestCase("000087ff01ff0000000000000100000000000000000000000000", 0x87, TestName = "Another board")]
    [TestCase("000087ff20ff0000000000000100000000000000000000000000", 0x85, TestName = "Another port")]
    [TestCase("000087ff00ff000000000000010000000000000000000000", 0x81, TestName = "Too short")]
    [TestCase("000087ff00ff0000000001000100000000000000000000000000", 0x83, TestName = "Unknown command")]
    [TestCase("000087ff00ff0000000039000100020000000100000000000000", 0x84, TestName = "POWER 2")]
    [TestCase("000087ff00ff0000000011000100040004000400000003000000", 0x84, TestName = "FPGA 3")]
    [TestCase("000087ff00ff0000000030000100090000000000000000000000", 0x84, TestName = "INFO 9")]
    public void Tells_what_it_refuses(string request, int result) =>
        Assert.That(Scp.Result(Ask(request).Single().Bytes), Is.EqualTo(result));

    [TestCase(30, 0u)]
    [TestCase(49.5, 0u)]
    [TestCase(51.5, 0x100u)]
    [TestCase(52, 0x300u)]
    [TestCase(-55, 0u)]
    [TestCase(125, 0x300u)]
    public void Warns_of_a_board_that_is_too_warm(double degrees, uint warnings)
    {
        _board.Temperature = degrees;

        Assert.That(AdcInfo.TryParse(Scp.Payload(Send(Scp.Request(48, first: 3)).Single().Bytes), out AdcInfo status, out _), Is.True);
        Assert.That((status.TemperatureTop, status.Warnings, status.Shutdowns), Is.EqualTo((degrees, warnings, 0u)));
        Assert.That(status.TemperatureBottom, Is.EqualTo(Math.Max(-55, degrees - 2)));
    }

    [TestCase(-55.5)]
    [TestCase(126)]
    [TestCase(double.NaN)]
    public void No_board_has_a_temperature_that_sensors_do_not_measure(double degrees) => Assert.That(() => _board.Temperature = degrees, Throws.TypeOf<InvalidParameterException>());

    [Test]
    public void What_stands_before_a_reply_differs_from_one_to_the_next() =>
        Assert.That(Enumerable.Range(0, 64).Select(sequence => Send(Scp.Version(0, 0, sequence)).Single().Hex[..4]).Distinct(StringComparer.Ordinal).Count(), Is.GreaterThan(50));

    [Test]
    public void A_stranger_gets_nothing_by_a_tag()
    {
        Send(Scp.Request(26, first: 0x00010003, second: 5000, third: 0x070200C0));
        Assert.That(Send(Scp.Request(0, tag: 3)), Is.Empty);
        Assert.That(_bmp.Statistics.Drops[DropReason.StrangeDestination], Is.EqualTo(1));
    }

    [Test]
    public void Power_off_silences_the_board_at_once()
    {
        Assert.That(Scp.Result(Send(Scp.Request(57, first: 0, second: 1)).Single().Bytes), Is.EqualTo(0x80));
        Assert.That(_board.State, Is.EqualTo(BoardState.Off));
        Assert.That(_board.Chips, Is.Empty);
    }

    [Test]
    public void Power_on_answers_when_it_is_done_and_leaves_the_board_waiting_for_an_image()
    {
        Assert.That(Send(Scp.Request(57, first: 1, second: 1)), Is.Empty);
        Assert.That(_board.State, Is.EqualTo(BoardState.Off));

        Assert.That(Wait(19), Is.Empty);
        Assert.That(Scp.Result(Wait(1).Single().Bytes), Is.EqualTo(0x80));
        Assert.That(_board.State, Is.EqualTo(BoardState.Rom));
    }

    [TestCase(1u, BoardState.Off, TestName = "Reset held")]
    [TestCase(2u, BoardState.Rom, TestName = "Reset pulsed")]
    [TestCase(0u, BoardState.Ready, TestName = "Reset let go of a running board")]
    public void Reset_leaves_the_board(uint operation, BoardState state)
    {
        Assert.That(Scp.Result(Send(Scp.Request(55, first: operation, second: 1)).Single().Bytes), Is.EqualTo(0x80));
        Assert.That(_board.State, Is.EqualTo(state));
    }

    [Test]
    public void Other_boards_in_the_mask_are_none_of_its_business()
    {
        Assert.That(Send(Scp.Request(57, first: 0, second: 2)), Has.Count.EqualTo(1));
        Assert.That(_board.State, Is.EqualTo(BoardState.Ready));
    }

    [Test]
    public void Commands_wait_while_it_switches_on_and_the_ninth_is_lost()
    {
        Send(Scp.Request(57, 0, first: 1, second: 1));
        for (int i = 1; i < 10; i++)
            Assert.That(Send(Scp.Request(0, i)), Is.Empty);

        Assert.That(Wait(20).Select(reply => Scp.Sequence(reply.Bytes)), Is.EqualTo(Enumerable.Range(0, 8)));
        Assert.That(_bmp.Statistics.Dropped, Is.EqualTo(2));
    }

    [Test]
    public void Each_FPGA_knows_its_number([Range(0, 2)] int fpga)
    {
        byte[] reply = Send(Scp.Request(17, first: 0x40004, second: 4, third: (uint)fpga)).Single().Bytes;

        Assert.That(BitConverter.ToUInt32(Scp.Payload(reply)) & 3, Is.EqualTo(fpga));
    }

    [Test]
    public void A_stopped_link_stays_stopped_until_power_on()
    {
        Send(Scp.Request(18, first: 0x1005C, second: 4, third: 1, data: [1, 0, 0, 0]));
        Assert.That(ReadStop(), Is.EqualTo(1));

        Send(Scp.Request(57, first: 1, second: 1));
        Wait(20);
        Assert.That(ReadStop(), Is.Zero);

        uint ReadStop() => BitConverter.ToUInt32(Scp.Payload(Send(Scp.Request(17, first: 0x1005C, second: 4, third: 1)).Single().Bytes));
    }

    [Test]
    public void Voltages_fall_with_the_power()
    {
        Assert.That(Voltage(), Is.EqualTo(2032));
        Send(Scp.Request(57, first: 0, second: 1));
        Assert.That(Voltage(), Is.LessThan(10));

        int Voltage() => BitConverter.ToUInt16(Scp.Payload(Send(Scp.Request(48, first: 3)).Single().Bytes), 2);
    }

    [Test]
    public void A_board_without_a_blacklist_has_nothing_but_ones_in_its_serial_flash()
    {
        byte[] reply = Ask(Convert.ToHexString(Support.Scp.Request(53, first: 0x100, second: 256))).Single().Bytes;
        Assert.That(Support.Scp.Payload(reply), Has.Length.EqualTo(256).And.All.EqualTo(0xFF));
    }

    [Test]
    public void The_serial_flash_keeps_what_is_written()
    {
        Ask(Convert.ToHexString(Support.Scp.Request(53, first: 0x100, second: 4, third: 1, data: [1, 2, 3, 4])));

        Assert.That(Support.Scp.Payload(Ask(Convert.ToHexString(Support.Scp.Request(53, first: 0x100, second: 5))).Single().Bytes), Is.EqualTo(new byte[] { 1, 2, 3, 4, 0xFF }));
        Assert.That(Support.Scp.Payload(Ask(Convert.ToHexString(Support.Scp.Request(53, first: 0x100, second: 4, third: 2))).Single().Bytes), Is.EqualTo(new byte[] { 0xCD, 0xFB, 0x3C, 0xB6 }));
    }

    [Test]
    public void Flash_is_written_from_the_buffer()
    {
        Ask(Convert.ToHexString(Support.Scp.Request(3, first: 0x10000000, second: 4, data: [5, 6, 7, 8])));
        Ask(Convert.ToHexString(Support.Scp.Request(51, first: 0x1000, second: 4, third: 1)));

        Assert.That(Support.Scp.Payload(Ask(Convert.ToHexString(Support.Scp.Request(2, first: 0x1000, second: 5))).Single().Bytes), Is.EqualTo(new byte[] { 5, 6, 7, 8, 0xFF }));
    }

    [TestCase(0, 32)]
    [TestCase(1, 256)]
    [TestCase(2, 24)]
    [TestCase(3, 48)]
    [TestCase(4, 64)]
    [TestCase(5, 32)]
    public void Reports_have_their_lengths(int report, int length) =>
        Assert.That(Support.Scp.Payload(Ask(Convert.ToHexString(Support.Scp.Request(48, first: (uint)report))).Single().Bytes), Has.Length.EqualTo(length));

    private IReadOnlyList<SentDatagram> Ask(string request) => Send(Convert.FromHexString(request));

    private IReadOnlyList<SentDatagram> Send(byte[] request)
    {
        _wire.Sent.Clear();
        using (_kernel.Enter())
            ((IDevice)_bmp).Receive(17893, request, BoardBench.Client);
        return [.. _wire.Sent];
    }

    private IReadOnlyList<SentDatagram> Wait(int milliseconds)
    {
        _wire.Sent.Clear();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return [.. _wire.Sent];
    }
}
