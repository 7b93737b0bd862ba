using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>A whole machine over the system's UDP.</summary>
internal sealed class VirtualMachineTests
{
    [Test, CancelAfter(10_000)]
    public async Task Answers_over_UDP([Values] BoardType type, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(type, cancellationToken);
        await using IDatagramSocket client = Connect(machine.Boards[0].EndPoint);

        int last = type == BoardType.Single ? 0 : 1;
        byte[] reply = await AskAsync(client, Scp.Version(last, last), cancellationToken);
        Assert.That(Scp.Address(reply), Is.EqualTo((last, last)));
    }

    [Test, CancelAfter(10_000)]
    public async Task Memory_written_over_UDP_is_there(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using IDatagramSocket client = Connect(machine.Boards[0].EndPoint);
        await AskAsync(client, Scp.Request(3, first: 0x60001000, second: 3, x: 7, y: 7, data: [5, 6, 7]), cancellationToken);

        var memory = new byte[3];
        machine.ReadMemory(new ChipLocation(7, 7), 0x70001000, memory);
        Assert.That(memory, Is.EqualTo(new byte[] { 5, 6, 7 }));

        machine.WriteMemory(new ChipLocation(7, 7), 0x60001001, [9]);
        byte[] reply = await AskAsync(client, Scp.Read(0x60001000, 3, x: 7, y: 7), cancellationToken);
        Assert.That(Scp.Payload(reply), Is.EqualTo(new byte[] { 5, 9, 7 }));
    }

    [Test, CancelAfter(10_000)]
    public async Task A_reverse_tag_opens_a_port(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new EchoApplication());
        await using IDatagramSocket client = Connect(machine.Boards[0].EndPoint);
        int port = FreePort();
        await AskAsync(client, Scp.Request(26, first: 0x30010000 | (0x21 << 8) | 6, second: (uint)port), cancellationToken);
        await using IDatagramSocket sender = Connect(new IPEndPoint(IPAddress.Loopback, port));

        Assert.That(await AskAsync(sender, "hello"u8.ToArray(), cancellationToken), Is.EqualTo("hello"u8.ToArray()));
    }

    [Test, CancelAfter(10_000)]
    public async Task A_board_that_is_off_swallows_datagrams(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using IDatagramSocket bmp = Connect(machine.Bmp.EndPoint);
        await using IDatagramSocket client = Connect(machine.Boards[0].EndPoint);
        await AskAsync(bmp, Scp.Request(57, first: 0, second: 1), cancellationToken);

        // A refused datagram would show as an error of the next receive; the answer of the BMP comes after it in any case.
        client.Send(Scp.Version());
        client.Send(Scp.Version());
        await AskAsync(bmp, Scp.Request(0), cancellationToken);
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Off));
        Assert.That(client.ReceiveAsync(new byte[512], cancellationToken).IsCompleted, Is.False);
    }

    [Test, CancelAfter(10_000)]
    public async Task Power_on_takes_its_time_on_the_systems_clock(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using IDatagramSocket bmp = Connect(machine.Bmp.EndPoint);
        await AskAsync(bmp, Scp.Request(57, first: 1, second: 1), cancellationToken);

        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(10_000)]
    public async Task A_killed_monitor_is_silent_and_its_neighbours_say_so(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using IDatagramSocket client = Connect(machine.Boards[0].EndPoint);
        machine.KillMonitor(new ChipLocation(1, 1));

        Assert.That(Scp.Result(await AskAsync(client, Scp.Version(1, 1), cancellationToken)), Is.EqualTo(0x8B));
        Assert.That(machine.Boards[0].Chips.Count(chip => chip.Failure is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Disposal_closes_the_ports_and_can_be_repeated()
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3);
        IPEndPoint endPoint = machine.Boards[0].EndPoint;
        await machine.DisposeAsync();
        await machine.DisposeAsync();

        await using IDatagramSocket again = UdpNetwork.Instance.Open(endPoint);
        Assert.That(again.LocalEndPoint, Is.EqualTo(endPoint));
    }

    [Test]
    public async Task True_ports_and_the_addresses_of_board_and_BMP()
    {
        var network = new InMemoryNetwork();
        var options = new VirtualMachineOptions { UseTruePorts = true, Network = network, BindAddress = IPAddress.Parse("127.0.240.9") };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options);

        Assert.That(machine.Boards[0].EndPoint.ToString(), Is.EqualTo("127.0.240.9:17893"));
        Assert.That(machine.Boards[0].BootEndPoint.ToString(), Is.EqualTo("127.0.240.9:54321"));
        Assert.That(machine.Bmp.EndPoint.ToString(), Is.EqualTo("127.0.240.8:17893"));
        Assert.That(async () => await VirtualMachine.StartAsync(options), Throws.InstanceOf<SpinnakerConnectionException>(), "the ports are taken");
    }

    [Test]
    public async Task Programs_need_a_core_of_a_booted_machine()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Booted = false, Network = new InMemoryNetwork() });
        Assert.That(() => machine.Run(new CoreLocation(0, 0, 1), new EchoApplication()), Throws.InvalidOperationException);

        await using VirtualMachine booted = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Network = new InMemoryNetwork() });
        Assert.That(() => booted.Run(new CoreLocation(0, 0, 0), new EchoApplication()), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => booted.Run(new CoreLocation(0, 0, 18), new EchoApplication()), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => booted.Run(new CoreLocation(2, 0, 1), new EchoApplication()), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void Options_are_checked()
    {
        Assert.That(() => new VirtualMachineOptions { BindAddress = IPAddress.IPv6Loopback }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new VirtualMachineOptions { BindAddress = IPAddress.Any }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new VirtualMachineOptions { AnnouncementInterval = TimeSpan.Zero }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new BootTiming { Silence = TimeSpan.FromSeconds(-1) }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new Async.Simulation.Faults.LinkFaults { Loss = 1.1 }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new EchoApplication { EieioTag = 8 }, Throws.TypeOf<InvalidParameterException>());
    }

    private static IDatagramSocket Connect(IPEndPoint remote) => UdpNetwork.Instance.Open(new IPEndPoint(IPAddress.Loopback, 0), remote);

    private static async Task<byte[]> AskAsync(IDatagramSocket socket, byte[] datagram, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        socket.Send(datagram);
        ReceivedLength received = await socket.ReceiveAsync(buffer, cancellationToken);
        return buffer[..received.Length];
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
