using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Names that have one address, several, or none.</summary>
[Platform(Include = "Linux", Reason = "Every address of 127.0.0.0/8 is this computer's there.")]
[CancelAfter(60_000)]
internal sealed class BoardAddressTests
{
    private static readonly IPAddress s_loopback = IPAddress.Loopback;

    [Test]
    public async Task The_address_that_answers_is_taken_wherever_it_is_among_the_dead([Values(0, 1, 2)] int place, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        List<IPAddress> addresses = [IPAddress.Parse("127.9.8.1"), IPAddress.Parse("127.9.8.2")];
        addresses.Insert(place, s_loopback);

        IPEndPoint found = await BoardAddress.FindAsync("board", board.EndPoint.Port, Names(addresses), token);

        Assert.That(found, Is.EqualTo(board.EndPoint));
    }

    [TestCase(true, "10.9.8.1", TestName = "Silence_at_the_first_address_does_not_keep_the_second_from_being_taken")]
    [TestCase(false, "10.9.8.2", TestName = "A_board_that_waits_to_be_booted_is_taken_before_an_address_at_which_nobody_is")]
    public async Task One_of_several_is_taken_on_a_simulated_clock(bool booted, string first, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var address = IPAddress.Parse("10.0.0.1");
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, BindAddress = address, UseTruePorts = true, Booted = booted, Network = world.Network, TimeProvider = world.Time }, token);
        // It takes what is sent to it, and says nothing.
        await using IDatagramSocket silent = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.9.8.1"), ScpMessage.Port));
        ConnectionOptions options = Names([IPAddress.Parse(first), address]) with { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false };

        IPEndPoint found = await world.Time.RunUntilAsync(BoardAddress.FindAsync("board", options: options, cancellationToken: token).AsTask(), token);

        Assert.That(found.Address, Is.EqualTo(address));
        Assert.That(world.Time.Elapsed, booted ? Is.LessThan(TimeSpan.FromMilliseconds(10)) : Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [Test]
    public async Task Connections_for_SDP_and_for_booting_ask_all_addresses_too(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var address = IPAddress.Parse("10.0.0.1");
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, BindAddress = address, UseTruePorts = true, Network = world.Network, TimeProvider = world.Time }, token);
        await using IDatagramSocket silent = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.9.8.1"), ScpMessage.Port));
        Func<string, CancellationToken, Task<IPAddress[]>> names = Names([IPAddress.Parse("10.9.8.1"), address]).LookUp;
        var sdpOptions = new SdpConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false, LookUp = names };
        var bootOptions = new BootConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false, LookUp = names };

        await using SdpConnection sdp = await world.Time.RunUntilAsync(SdpConnection.OpenAsync("board", options: sdpOptions, cancellationToken: token).AsTask(), token);
        await using BootConnection boot = await world.Time.RunUntilAsync(BootConnection.OpenAsync("board", bootOptions, token).AsTask(), token);

        Assert.That((sdp.RemoteIPAddress, boot.RemoteIPAddress), Is.EqualTo((address, address)));
        Assert.That((sdp.RemotePort, boot.RemotePort), Is.EqualTo((17893, 54321)));
    }

    [Test]
    public async Task An_only_address_is_taken_unasked(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);

        IPEndPoint found = await BoardAddress.FindAsync("board", peer.LocalPort, Names([s_loopback, s_loopback]), token);

        Assert.That(found.Address, Is.EqualTo(s_loopback));
        Assert.That(await peer.IsReadyToReceiveAsync(TimeSpan.Zero, token), Is.False);
    }

    [TestCase("0.0.0.0")]
    [TestCase("0")]
    public void No_board_is_at_any_address(string host) =>
        Assert.That(async () => await BoardAddress.FindAsync(host), Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contains("0.0.0.0"));

    [Test]
    public void Names_that_cannot_be_are_errors_of_ours([Values(255, 256, 5000)] int length)
    {
        ConnectionOptions nothing = new() { LookUp = static (name, _) => throw new ArgumentOutOfRangeException(nameof(name)) };

        Assert.That(async () => await BoardAddress.FindAsync(new string('a', length), options: nothing), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public void Names_without_an_address_are_errors_of_ours()
    {
        ConnectionOptions unknown = new() { LookUp = static (_, _) => throw new SocketException((int)SocketError.HostNotFound) };

        Assert.That(async () => await BoardAddress.FindAsync("board", options: unknown), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(async () => await BoardAddress.FindAsync("board", options: Names([])), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(async () => await BoardAddress.FindAsync("board", options: Names([IPAddress.IPv6Loopback])), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public void Asking_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.That(async () => await BoardAddress.FindAsync("board", options: Names([s_loopback, IPAddress.Parse("127.9.8.1")]), cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static ConnectionOptions Names(IReadOnlyCollection<IPAddress> addresses) => new() { LookUp = (_, _) => Task.FromResult<IPAddress[]>([.. addresses]) };
}
