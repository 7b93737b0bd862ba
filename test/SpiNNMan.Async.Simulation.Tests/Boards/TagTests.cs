using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

internal sealed class TagTests
{
    private static readonly IPEndPoint s_listener = new(IPAddress.Loopback, 45150);

    [TestCase("127.3.2.1", false, 1, TestName = "To a loopback address")]
    [TestCase("192.0.2.7", false, 0, TestName = "To a stranger")]
    [TestCase("192.0.2.7", true, 1, TestName = "To a stranger, if it may")]
    [TestCase("192.0.2.1", false, 1, TestName = "To somebody who has sent something")]
    [TestCase("255.255.255.255", false, 0, TestName = "To everybody")]
    public void A_board_sends_by_a_tag_only_to_those_who_have_asked_for_something(string host, bool anyDestination, int sent)
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { AnyDestination = anyDestination });
        bench.Send(Scp.Version(), from: new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000));
        bench.Send(Scp.Version(), from: new IPEndPoint(IPAddress.Parse(host.StartsWith("127", StringComparison.Ordinal) ? host : "192.0.2.2"), 40000));
        bench.Send(Scp.Request(26, first: 0x00010003, second: 5000, third: BitConverter.ToUInt32(IPAddress.Parse(host).GetAddressBytes())));

        // A request for which the reply goes out by the tag.
        IReadOnlyList<SentDatagram> came = bench.Send(Scp.Request(0, tag: 3));
        Assert.That(came.Select(datagram => datagram.Destination), Is.EqualTo(Enumerable.Repeat(new IPEndPoint(IPAddress.Parse(host), 5000), sent)));
        Assert.That(bench.Board.Statistics.Drops.GetValueOrDefault(DropReason.StrangeDestination), Is.EqualTo(1 - sent));
    }

    [Test]
    public void What_stands_before_a_reply_differs_from_one_to_the_next_and_is_the_same_for_the_same_seed()
    {
        string[] first = Paddings(new VirtualMachineOptions { Seed = 5 });
        Assert.That(first.Distinct(StringComparer.Ordinal).Count(), Is.GreaterThan(50));
        Assert.That(Paddings(new VirtualMachineOptions { Seed = 5 }), Is.EqualTo(first));
        Assert.That(Paddings(new VirtualMachineOptions { Seed = 6 }), Is.Not.EqualTo(first));
        Assert.That(Paddings(new VirtualMachineOptions { VariesPadding = false }), Is.All.EqualTo("0000"));

        static string[] Paddings(VirtualMachineOptions options)
        {
            using var bench = new BoardBench(options: options);
            return [.. Enumerable.Range(0, 64).Select(sequence => bench.Send(sequence % 2 == 0 ? Scp.Version(sequence: sequence) : Scp.Request(0, core: 1)).Single().Hex[..4])];
        }
    }

    [Test]
    public void The_ninth_request_is_lost_while_eight_wait_for_replies()
    {
        using var bench = new BoardBench();
        for (int i = 0; i < 8; i++)
            bench.Send(Scp.Unanswered(i));

        Assert.That(bench.Send(Scp.Version()), Is.Empty);
        Assert.That(bench.Board.Statistics.Drops[DropReason.NoTransientTag], Is.EqualTo(1));
    }

    [Test]
    public void Tags_of_requests_that_nobody_answered_expire()
    {
        using var bench = new BoardBench();
        for (int i = 0; i < 8; i++)
            bench.Send(Scp.Unanswered(i));

        bench.Wait(TimeSpan.FromMilliseconds(2550));
        Assert.That(bench.Send(Scp.Version()), Is.Empty);
        bench.Wait(TimeSpan.FromMilliseconds(10));
        Assert.That(bench.Send(Scp.Version()), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_request_without_reply_needs_no_tag()
    {
        using var bench = new BoardBench();
        for (int i = 0; i < 8; i++)
            bench.Send(Scp.Unanswered(i));

        Assert.That(bench.Send(Scp.Request(3, first: 0x60000000, second: 4, flags: 7, data: [1, 2, 3, 4])), Is.Empty);
        bench.Wait(TimeSpan.FromSeconds(3));
        Assert.That(Scp.Payload(bench.Send(Scp.Read(0x60000000, 4)).Single().Bytes), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void A_board_that_takes_time_loses_what_comes_too_fast()
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        for (int i = 0; i < 10; i++)
            Assert.That(bench.Send(Scp.Version(sequence: i)), Is.Empty);

        IReadOnlyList<SentDatagram> replies = bench.Wait(TimeSpan.FromMilliseconds(1));
        Assert.That(replies.Select(reply => Scp.Sequence(reply.Bytes)), Is.EqualTo(Enumerable.Range(0, 8)));
        Assert.That(bench.Board.Statistics.Drops[DropReason.NoTransientTag], Is.EqualTo(2));
    }

    [Test]
    public void A_reply_can_go_out_by_a_tag_to_another_host()
    {
        using var bench = new BoardBench();
        SetTag(bench, 0, s_listener);
        SentDatagram reply = bench.Send(Scp.Request(0, tag: 0)).Single();

        Assert.That(reply.Destination, Is.EqualTo(s_listener));
        Assert.That(reply.FromPort, Is.EqualTo(17893));
        Assert.That(reply.Bytes[3], Is.Zero, "the tag");
    }

    [Test]
    public void A_tag_that_strips_sends_the_data_alone()
    {
        using var bench = new BoardBench();
        SetTag(bench, 3, s_listener, flags: 1);
        SentDatagram reply = bench.Send(Scp.Request(0, sequence: 0x17, tag: 3)).Single();

        Assert.That(reply.Hex, Does.StartWith("80001700" + "00000000" + "0001ffff"));
    }

    [Test]
    public void A_program_echoes_SDP_to_who_sent_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Run(bench, new CoreLocation(1, 1, 3), new EchoApplication());
        byte[] message = Scp.Request(0x1234, x: 1, y: 1, core: 3, port: 2, data: [9, 8, 7]);
        SentDatagram echo = bench.Send(message).Single();

        Assert.That(echo.Destination, Is.EqualTo(BoardBench.Client));
        Assert.That(echo.Bytes[4..10], Is.EqualTo(new byte[] { 0xFF, 0x43, 0, 0, 1, 1 }), "ends swapped");
        Assert.That(echo.Bytes[10..], Is.EqualTo(message[10..]));
    }

    [Test]
    public void EIEIO_comes_in_by_a_reverse_tag_and_goes_out_by_a_tag()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Run(bench, new CoreLocation(0, 1, 4), new EchoApplication { EieioTag = 1 });
        SetTag(bench, 1, s_listener, flags: 1);
        bench.Send(Scp.Request(26, first: 0x20010000 | (0x24 << 8) | 2, second: (0x0001u << 16) | 12345));
        Assert.That(bench.Wire.Ports, Is.EquivalentTo(new ushort[] { 12345 }));

        byte[] eieio = [0x01, 0x08, 0x78, 0x56, 0x34, 0x12];
        SentDatagram sent = bench.Send(eieio, new IPEndPoint(IPAddress.Loopback, 7777), port: 12345).Single();
        Assert.That(sent.Bytes, Is.EqualTo(eieio));
        Assert.That(sent.Destination, Is.EqualTo(s_listener));
    }

    [Test]
    public void An_echo_by_a_reverse_tag_leaves_from_the_port_it_came_to()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        Run(bench, new CoreLocation(0, 0, 1), new EchoApplication());
        bench.Send(Scp.Request(26, first: 0x20010000 | (0x21 << 8) | 6, second: 17894));
        SentDatagram echo = bench.Send("hello"u8, port: 17894).Single();

        Assert.That(echo.Hex[4..], Is.EqualTo("0706ff210000000068656c6c6f"));
        Assert.That((echo.FromPort, echo.Destination), Is.EqualTo(((ushort)17894, BoardBench.Client)));
        Assert.That(bench.Send(new byte[273], port: 17894), Is.Empty);
        Assert.That(bench.Send(new byte[272], port: 17894), Has.Count.EqualTo(1));
    }

    [Test]
    public void Clearing_a_reverse_tag_closes_its_port()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(26, first: 0x20010000 | (0x21 << 8) | 6, second: 17894));
        bench.Send(Scp.Request(26, first: 0x00030000 | 6));

        Assert.That(bench.Wire.Ports, Is.Empty);
        Assert.That(bench.Send("hello"u8, port: 17894), Is.Empty);
        Assert.That(bench.Board.Statistics.Drops[DropReason.NoReverseTag], Is.EqualTo(1));
    }

    [Test]
    public void Two_programs_that_echo_each_other_do_not_stop_the_board()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        Run(bench, new CoreLocation(0, 0, 1), new EchoApplication());
        Run(bench, new CoreLocation(0, 0, 2), new EchoApplication());
        byte[] message = Scp.Request(0, core: 1, port: 1, flags: 7);
        message[5] = (1 << 5) | 2;
        bench.Send(message);

        Assert.That(bench.Send(Scp.Version()), Has.Count.EqualTo(1));
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That(bench.Send(Scp.Version()), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_program_that_throws_stops_its_core_only()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        Run(bench, new CoreLocation(0, 0, 1), new FaultyApplication());
        bench.Send(Scp.Request(0, core: 1, port: 1));

        byte[] states = Scp.Payload(bench.Send(Scp.Request(31)).Single().Bytes)[12..30];
        Assert.That(states[..3], Is.EqualTo(new byte[] { 7, 2, 15 }));
    }

    [Test]
    public void The_port_of_a_reverse_tag_is_closed_when_its_time_has_run_out()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(26, first: 0x23010002, second: 17000));
        Assert.That(bench.Wire.Ports, Is.EqualTo(new ushort[] { 17000 }));

        bench.Wait(TimeSpan.FromSeconds(1));
        bench.Send([1], port: 17000);
        Assert.That(bench.Wire.Ports, Is.Empty);
    }

    private static void SetTag(BoardBench bench, byte tag, IPEndPoint target, uint flags = 0) =>
        bench.Send(Scp.Request(26, first: (flags << 28) | 0x00010000u | tag, second: (uint)target.Port, third: BitConverter.ToUInt32(target.Address.GetAddressBytes())));

    private static void Run(BoardBench bench, CoreLocation core, IVirtualCoreApplication application)
    {
        using (bench.Kernel.Enter())
            bench.Board.Machine!.FindChip(core.Chip)!.Core(core.Core).Run(application, 16, 0, softwareVersion: 0x00040000);
    }

    private sealed class FaultyApplication : IVirtualCoreApplication
    {
        public string Name => "faulty";

        public void OnMessage(IVirtualCore core, in Wire.Sdp.SdpMessage message) => throw new InvalidOperationException("a fault in a program");
    }
}
