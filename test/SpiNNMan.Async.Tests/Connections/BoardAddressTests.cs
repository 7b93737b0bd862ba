using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

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

    [Test]
    public async Task Silence_at_the_first_address_does_not_keep_the_second_from_being_taken(CancellationToken token)
    {
        var time = new FakeTimeProvider();
        var network = new InMemoryNetwork(time);
        await using var board = new ScriptedBoard(network, time);
        await using IDatagramSocket silent = network.Open(new IPEndPoint(IPAddress.Parse("127.9.8.1"), board.EndPoint.Port));
        var options = new ConnectionOptions { Network = network, TimeProvider = time, LookUp = (_, _) => Task.FromResult<IPAddress[]>([silent.LocalEndPoint.Address, s_loopback]) };

        Task<IPEndPoint> finding = BoardAddress.FindAsync("board", board.EndPoint.Port, options, token).AsTask();
        while (!finding.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.That(await finding, Is.EqualTo(board.EndPoint));
    }

    [Test]
    public async Task A_board_that_waits_to_be_booted_is_taken_before_an_address_at_which_nobody_is(CancellationToken token)
    {
        var time = new FakeTimeProvider();
        var network = new InMemoryNetwork(time);
        await using IDatagramSocket silent = network.Open(new IPEndPoint(s_loopback, 17893));
        var options = new ConnectionOptions { Network = network, TimeProvider = time, LookUp = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.9.8.1"), s_loopback]) };

        Task<IPEndPoint> finding = BoardAddress.FindAsync("board", options: options, cancellationToken: token).AsTask();
        while (!finding.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.That((await finding).Address, Is.EqualTo(s_loopback));
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
