using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Several who wait for the messages of one connection.</summary>
[CancelAfter(30_000)]
internal sealed class WaitingTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Who_waits_a_second_waits_no_longer_though_others_take_the_messages(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection peer = await OpenAsync(world, token);
        await using UdpConnection connection = await OpenAsync(world, token);

        // Who waited first is resumed first.
        Task<int> taking = SimulatedMachine.WithoutContext(() => TakeAsync(connection, 15, token));
        TimeSpan ended = default;
        Task waiting = SimulatedMachine.WithoutContext(WaitAsync);
        for (int sent = 0; sent < 15; sent++)
        {
            await peer.SendToAsync(new byte[] { 1 }, connection.EndPoint(), token);
            world.Time.Advance(TimeSpan.FromMilliseconds(700));
        }

        Assert.That(async () => await waiting.WaitAsync(token), Throws.TypeOf<SpinnakerTimeoutException>());
        Assert.That(ended, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await taking.WaitAsync(token), Is.EqualTo(15));

        async Task WaitAsync()
        {
            try
            {
                await connection.ReceiveAsync(TimeSpan.FromSeconds(1), token).ConfigureAwait(false);
            }
            finally
            {
                ended = world.Time.Elapsed;
            }
        }
    }

    [Test]
    public async Task Code_of_a_listener_that_runs_inline_holds_up_nobody_who_begins_to_listen(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection peer = await OpenAsync(world, token);
        await using UdpConnection connection = await OpenAsync(world, token);
        Task<bool> reading = SimulatedMachine.WithoutContext(ReadAsync);

        await peer.SendToAsync(new byte[] { 1 }, connection.EndPoint(), token);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await reading.WaitAsync(token), Is.True, "another thread could begin to listen");

        async Task<bool> ReadAsync()
        {
            await foreach (ReceivedDatagram _ in connection.SubscribeAsync(cancellationToken: token).ConfigureAwait(false))
                return BeginsElsewhere(connection);

            return false;
        }
    }

    [Test]
    public async Task Code_of_a_receiver_that_runs_inline_holds_up_nobody_who_begins_to_listen(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection peer = await OpenAsync(world, token);
        await using UdpConnection connection = await OpenAsync(world, token);
        Task<bool> receiving = SimulatedMachine.WithoutContext(ReceiveAsync);

        await peer.SendToAsync(new byte[] { 1 }, connection.EndPoint(), token);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await receiving.WaitAsync(token), Is.True, "another thread could begin to listen");

        async Task<bool> ReceiveAsync()
        {
            await connection.ReceiveAsync(s_long, token).ConfigureAwait(false);
            return BeginsElsewhere(connection);
        }
    }

    [Test]
    public async Task Who_begins_to_listen_while_messages_come_misses_none(CancellationToken token)
    {
        // One thread receives, another begins to listen: whatever came before, in between or afterwards is there once.
        for (int round = 0; round < 200; round++)
        {
            var world = new SimulatedWorld();
            await using UdpConnection peer = await OpenAsync(world, token);
            await using UdpConnection connection = await OpenAsync(world, token);
            for (byte number = 0; number < 8; number++)
                await peer.SendToAsync(new[] { number }, connection.EndPoint(), token);

            Task delivering = Task.Run(() => world.Time.Advance(TimeSpan.FromSeconds(1)), token);
            await using Subscription<ReceivedDatagram> reader = await Task.Run(() => connection.SubscribeAsync(cancellationToken: token), token);
            await delivering;
            var got = new List<byte>();
            await connection.CloseAsync();
            await foreach (ReceivedDatagram message in reader)
                got.Add(message.Data.Span[0]);

            Assert.That(got, Is.EqualTo(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 }), $"round {round}");
        }
    }

    /// <summary>Whether another thread can begin to listen while this one runs code of a user.</summary>
    private static bool BeginsElsewhere(UdpConnection connection)
    {
        using var begun = new ManualResetEventSlim();
        _ = Task.Run(async () =>
        {
            await connection.SubscribeAsync().DisposeAsync();
            begun.Set();
        });
        return begun.Wait(TimeSpan.FromSeconds(10));
    }

    private static async Task<int> TakeAsync(UdpConnection connection, int count, CancellationToken token)
    {
        int taken = 0;
        for (; taken < count; taken++)
            await connection.ReceiveAsync(cancellationToken: token).ConfigureAwait(false);

        return taken;
    }

    private static ValueTask<UdpConnection> OpenAsync(SimulatedWorld world, CancellationToken token) =>
        UdpConnection.OpenAsync(options: world.Options with { LocalHost = "127.0.0.1" }, cancellationToken: token);
}
