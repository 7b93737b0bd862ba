using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Many listeners on one connection, none of which is in another's way.</summary>
[CancelAfter(30_000)]
internal sealed class ListenerTests
{
    [Test]
    public async Task Every_listener_gets_every_message_in_order(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        var first = new Collected(3);
        var second = new Collected(3);
        await using CallbackSubscription<ReceivedDatagram> one = connection.Subscribe(first.Add);
        await using CallbackSubscription<ReceivedDatagram> two = connection.Subscribe(second.Add);

        await SendAsync(peer, connection, 3, token);

        Assert.That(await first.Task.WaitAsync(token), Is.EqualTo(new byte[] { 0, 1, 2 }));
        Assert.That(await second.Task.WaitAsync(token), Is.EqualTo(new byte[] { 0, 1, 2 }));
    }

    [Test]
    public async Task A_callback_that_throws_gets_the_next_message_and_harms_nobody(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        var collected = new Collected(2);
        await using CallbackSubscription<ReceivedDatagram> throwing = connection.Subscribe(_ => throw new InvalidOperationException("a user's mistake"));
        await using CallbackSubscription<ReceivedDatagram> healthy = connection.Subscribe(collected.Add);

        await SendAsync(peer, connection, 2, token);

        await collected.Task.WaitAsync(token);
        await connection.CloseAsync();
        await throwing.Completion.WaitAsync(token);
        Assert.That((throwing.Handled, throwing.Failures, throwing.LastError?.Message), Is.EqualTo((2L, 2L, "a user's mistake")));
        Assert.That(healthy.Failures, Is.Zero);
    }

    [Test]
    public async Task A_slow_listener_loses_its_own_oldest_messages_only(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slowGot = new Collected(3);
        var collected = new Collected(10);
        await using CallbackSubscription<ReceivedDatagram> slow = connection.Subscribe(
            async (message, _) =>
            {
                entered.TrySetResult();
                await gate.Task;
                slowGot.Add(message);
            },
            new SubscriptionOptions { Capacity = 2 });

        await SendAsync(peer, connection, 1, token);
        await entered.Task.WaitAsync(token);
        await using CallbackSubscription<ReceivedDatagram> fast = connection.Subscribe(collected.Add);
        await SendAsync(peer, connection, 10, token);

        await collected.Task.WaitAsync(token);
        gate.SetResult();
        Assert.That(await slowGot.Task.WaitAsync(token), Is.EqualTo(new byte[] { 0, 8, 9 }));
        Assert.That((slow.Dropped, fast.Dropped), Is.EqualTo((8L, 0L)));
    }

    [Test]
    public async Task A_listener_can_ask_to_lose_the_newest_instead(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection peer = await UdpConnection.OpenAsync(options: world.Options with { LocalHost = "127.0.0.1" }, cancellationToken: token);
        await using UdpConnection connection = await UdpConnection.OpenAsync(options: world.Options with { LocalHost = "127.0.0.1" }, cancellationToken: token);
        await using Subscription<ReceivedDatagram> reader = connection.SubscribeAsync(new SubscriptionOptions { Capacity = 2, DropNewest = true }, token);
        await SendAsync(peer, connection, 5, token);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        List<byte> got = [];
        await foreach (ReceivedDatagram message in reader)
        {
            got.Add(message.Data.Span[0]);
            if (got.Count == 2)
                break;
        }

        Assert.That(got, Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(reader.Dropped, Is.EqualTo(3));
    }

    [Test]
    public async Task What_came_before_the_first_listener_is_handed_over_to_it(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        await SendAsync(peer, connection, 2, token);
        while (connection.Statistics.DatagramsReceived < 2)
            await connection.IsReadyToReceiveAsync(Udp.Soon, token);
        var collected = new Collected(2);

        await using CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(collected.Add);

        Assert.That(await collected.Task.WaitAsync(token), Is.EqualTo(new byte[] { 0, 1 }));
    }

    [Test]
    public async Task Closing_the_connection_ends_listeners_and_readers_quietly(CancellationToken token)
    {
        UdpConnection connection = await Udp.PeerAsync(token);
        CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(_ => { });
        Task<int> reading = CountAsync(connection, token);

        await connection.CloseAsync();

        await listener.Completion.WaitAsync(token);
        Assert.That(await reading.WaitAsync(token), Is.Zero);
        await listener.DisposeAsync();
    }

    [Test]
    public async Task Disposing_a_listener_ends_it_and_leaves_the_connection_open(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(_ => { });

        await listener.DisposeAsync();
        await listener.DisposeAsync();

        Assert.That(listener.Completion.IsCompleted, Is.True);
        await SendAsync(peer, connection, 1, token);
        Assert.That(await connection.ReceiveAsync(Udp.Soon, token), Is.EqualTo(new byte[] { 0 }));
    }

    [Test]
    public async Task Disposing_cancels_a_callback_that_waits(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(async (_, stop) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        await SendAsync(peer, connection, 1, token);
        await entered.Task.WaitAsync(token);

        await listener.DisposeAsync().AsTask().WaitAsync(token);

        Assert.That(listener.Failures, Is.Zero);
    }

    [Test]
    public async Task A_callback_may_dispose_of_its_own_listener(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await Udp.PeerAsync(token);
        var source = new TaskCompletionSource<CallbackSubscription<ReceivedDatagram>>(TaskCreationOptions.RunContinuationsAsynchronously);
        CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(async (_, _) => await (await source.Task).DisposeAsync());
        source.SetResult(listener);

        await SendAsync(peer, connection, 1, token);

        await listener.Completion.WaitAsync(token);
    }

    [Test]
    public async Task Cancelling_a_reader_ends_it_with_the_token(CancellationToken token)
    {
        await using UdpConnection connection = await Udp.PeerAsync(token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<int> reading = CountAsync(connection, source.Token);

        await source.CancelAsync();

        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));
    }

    [Test]
    public async Task A_slow_consumer_of_messages_delays_no_awaited_reply(CancellationToken token)
    {
        // A listener that never comes back, a full queue behind it, and messages that keep coming with every reply.
        ScriptedBoard? scripted = null;
        byte[] unasked = new SdpMessage(
            new SdpHeader(SdpFlags.ReplyNotExpected, 1, SdpEndpoint.Host(default), new SdpEndpoint(default, 3, 1)), new byte[] { 1, 2 }).ToArray();
        await using var board = new ScriptedBoard(
            SpiNNMan.Async.Transport.UdpNetwork.Instance, TimeProvider.System, answer: request => [[0, 0, .. unasked], ScriptedBoard.Answer(request), [0, 0, .. unasked]]);
        scripted = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        await using CallbackSubscription<SdpMessage> stuck = scamp.Subscribe(
            async (_, stop) => await Task.Delay(Timeout.InfiniteTimeSpan, stop), new SubscriptionOptions { Capacity = 4 });

        byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 100_000, token);

        Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, 100_000)), Is.True);
        Assert.That(stuck.Dropped, Is.GreaterThan(500));
        Assert.That(scripted.Received, Has.Count.GreaterThanOrEqualTo(391));
    }

    private static async Task SendAsync(UdpConnection from, UdpConnection to, int count, CancellationToken token)
    {
        for (byte number = 0; number < count; number++)
            await from.SendToAsync(new[] { number }, to.EndPoint(), token);
    }

    private static async Task<int> CountAsync(UdpConnection connection, CancellationToken token)
    {
        int count = 0;
        await foreach (ReceivedDatagram _ in connection.SubscribeAsync(cancellationToken: token))
            count++;

        return count;
    }

    /// <summary>Collects the first bytes of so many messages.</summary>
    private sealed class Collected(int expected)
    {
        private readonly List<byte> _got = [];
        private readonly TaskCompletionSource<byte[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<byte[]> Task => _all.Task;

        public void Add(ReceivedDatagram message)
        {
            _got.Add(message.Data.Span[0]);
            if (_got.Count == expected)
                _all.TrySetResult([.. _got]);
        }
    }
}
