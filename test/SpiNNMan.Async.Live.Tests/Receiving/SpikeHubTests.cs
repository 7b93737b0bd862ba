using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Live.Tests.Receiving;

/// <summary>Readers get what they asked for, in order, and lose only what their policy says.</summary>
internal sealed class SpikeHubTests
{
    private static readonly IPEndPoint s_board = new(IPAddress.Loopback, 17893);

    private readonly LabelMeter[] _meters = [new("a"), new("b")];

    [Test]
    public async Task Each_reader_gets_its_labels_in_order()
    {
        SpikeHub hub = MakeHub();
        using BatchReader all = hub.SubscribeAsync(1, [0, 1], new ReaderOptions(), default);
        using var second = new SpikeReader(hub.SubscribeAsync(1, [1], new ReaderOptions(), default));
        for (int tick = 0; tick < 50; tick++)
            hub.Publish([At(0, tick), At(1, tick), At(1, tick)]);

        hub.Complete(1);

        Assert.That(await TicksOfAsync(all), Is.EqualTo(Enumerable.Range(0, 50).SelectMany(static tick => new[] { tick, tick, tick })));
        Assert.That(await second.Select(static spike => (spike.Label, (int)spike.Tick!)).ToListAsync(), Is.EqualTo(Enumerable.Range(0, 100).Select(static number => (1, number / 2))));
        Assert.That((all.Dropped, second.Dropped), Is.EqualTo((0L, 0L)));
    }

    [TestCase(WhenFull.DropOldest, new[] { 6, 7, 8, 9 })]
    [TestCase(WhenFull.DropNewest, new[] { 0, 1, 2, 3 })]
    public async Task A_reader_that_stops_loses_what_its_policy_says(WhenFull whenFull, int[] left)
    {
        SpikeHub hub = MakeHub();
        using BatchReader slow = hub.SubscribeAsync(1, [0], new ReaderOptions { Capacity = 4, WhenFull = whenFull }, default);
        using BatchReader quick = hub.SubscribeAsync(1, [0], new ReaderOptions(), default);
        for (int tick = 0; tick < 10; tick++)
            hub.Publish([At(0, tick)]);

        hub.Complete(1);

        Assert.That(await TicksOfAsync(slow), Is.EqualTo(left));
        Assert.That(await TicksOfAsync(quick), Is.EqualTo(Enumerable.Range(0, 10)), "it has nothing to do with the other");
        Assert.That((slow.Dropped, quick.Dropped, _meters[0].Snapshot().Dropped), Is.EqualTo((6L, 0L, 6L)));
    }

    [Test]
    public async Task Receiving_waits_for_a_reader_that_says_so()
    {
        SpikeHub hub = MakeHub();
        using BatchReader reader = hub.SubscribeAsync(1, [0], new ReaderOptions { Capacity = 2, WhenFull = WhenFull.Wait }, default);
        hub.Publish([At(0, 0)]);
        Assert.That(hub.WaitForRoomAsync(default).IsCompleted, Is.True);
        hub.Publish([At(0, 1)]);
        ValueTask room = hub.WaitForRoomAsync(default);
        Assert.That((room.IsCompleted, hub.IsWaiting), Is.EqualTo((false, true)));

        Assert.That(await reader.MoveNextAsync(), Is.True);

        await room;
        Assert.That((hub.IsWaiting, reader.Dropped), Is.EqualTo((false, 0L)));
    }

    [Test]
    public async Task Waiting_for_a_reader_ends_with_the_reader_and_with_the_connection()
    {
        SpikeHub hub = MakeHub();
        using BatchReader reader = hub.SubscribeAsync(1, [0], new ReaderOptions { Capacity = 1, WhenFull = WhenFull.Wait }, default);
        hub.Publish([At(0, 0)]);
        using var closing = new CancellationTokenSource();
        ValueTask first = hub.WaitForRoomAsync(closing.Token);
        await closing.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());

        ValueTask second = hub.WaitForRoomAsync(default);
        await reader.DisposeAsync();
        await second;
    }

    [Test]
    public async Task The_first_reader_of_a_label_gets_what_has_been_waiting()
    {
        SpikeHub hub = MakeHub();
        hub.Publish([At(0, 1), At(1, 1)]);
        hub.Publish([At(0, 2)]);
        using BatchReader first = hub.SubscribeAsync(1, [0], new ReaderOptions(), default);
        using BatchReader later = hub.SubscribeAsync(1, [0], new ReaderOptions(), default);
        hub.Publish([At(0, 3), At(1, 3)]);
        using BatchReader other = hub.SubscribeAsync(1, [1], new ReaderOptions(), default);
        hub.Complete(1);

        Assert.That(await TicksOfAsync(first), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(await TicksOfAsync(later), Is.EqualTo(new[] { 3 }));
        Assert.That(await TicksOfAsync(other), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(_meters.Sum(static meter => meter.Snapshot().Unread), Is.Zero);
    }

    [Test]
    public void What_nobody_asks_for_is_counted_when_there_is_no_room_for_it()
    {
        SpikeHub hub = MakeHub(new ReaderOptions { Capacity = 3 });
        for (int tick = 0; tick < 10; tick++)
            hub.Publish([At(0, tick)]);

        Assert.That(_meters[0].Snapshot().Unread, Is.EqualTo(7));
        hub.Complete(1);
        Assert.That(_meters[0].Snapshot().Unread, Is.EqualTo(10), "the run is over");
    }

    [Test]
    public async Task Cancelling_ends_a_wait_with_the_token_that_was_cancelled()
    {
        SpikeHub hub = MakeHub();
        using var source = new CancellationTokenSource();
        await using BatchReader reader = hub.SubscribeAsync(1, [0], new ReaderOptions(), source.Token);
        ValueTask<bool> next = reader.GetAsyncEnumerator().MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);

        await source.CancelAsync();

        Assert.That(async () => await next, Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(source.Token));
        Assert.That(() => reader.GetAsyncEnumerator(), Throws.TypeOf<SubscriptionReadTwiceException>().With.Message.Contains("subscribe again"));
    }

    [Test]
    public async Task A_reader_of_a_run_that_is_over_ends_at_once_and_takes_nothing_of_the_next()
    {
        SpikeHub hub = MakeHub();
        hub.Complete(1);
        hub.Publish([At(0, 5)]);

        using BatchReader late = hub.SubscribeAsync(1, [0], new ReaderOptions(), default);
        using BatchReader next = hub.SubscribeAsync(2, [0], new ReaderOptions(), default);

        Assert.That(await late.GetAsyncEnumerator().MoveNextAsync(), Is.False);
        Assert.That(await next.GetAsyncEnumerator().MoveNextAsync(), Is.True, "the event is the next run's");
    }

    private const int Datagrams = 1000;

    // The runtime may make an object of its own once.
    private const int OnceOnly = 100;

#if DEBUG
    // Without optimisation, the compiler makes an object of a state machine: one for each datagram of 64 events.
    private const int MostBytes = 96;
#else
    private const int MostBytes = 0;
#endif

    [Test]
    public void Events_cost_no_allocation()
    {
        SpikeHub hub = MakeHub();
        using var reader = new SpikeReader(hub.SubscribeAsync(1, [0, 1], new ReaderOptions(), default));
        IAsyncEnumerator<Spike> spikes = reader.GetAsyncEnumerator();
        var datagram = new Spike[64];
        Array.Fill(datagram, At(1, 5));
        PassThrough(hub, spikes, datagram, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        PassThrough(hub, spikes, datagram, Datagrams);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((Datagrams * MostBytes) + OnceOnly));
    }

    [Test]
    public void A_datagram_of_one_range_costs_no_allocation_on_its_way()
    {
        var database = new RunDatabase { Populations = [new Population("a") { Parts = [new PopulationPart(null, [new KeyRange(0x10000, 0, 100)])] }] };
        var time = new SimulatedTime();
        SpikeHub hub = MakeHub();
        var receiver = new EventReceiver(time, KeyMap.Of(database), TimeSpan.FromMilliseconds(1), _meters, new JitterMeter(time, TimeSpan.FromMilliseconds(1)), hub, [s_board.Address]);
        using BatchReader reader = hub.SubscribeAsync(1, [0, 1], new ReaderOptions(), default);
        byte[] datagram = [64, 0x38, 7, 0, 0, 0, .. Enumerable.Range(0x10000, 64).SelectMany(BitConverter.GetBytes)];
        Receive(receiver, reader, datagram, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int events = Receive(receiver, reader, datagram, Datagrams);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((Datagrams * MostBytes) + OnceOnly));
        Assert.That(events, Is.EqualTo(Datagrams * 64));
        Assert.That((_meters[0].Snapshot().Events, _meters[0].Snapshot().LastTick), Is.EqualTo(((Datagrams + 100L) * 64, (long?)7)));
    }

    [Test]
    public async Task Blocks_go_to_those_who_want_their_label_and_are_kept_and_dropped_as_events_are()
    {
        SpikeHub hub = MakeHub();
        SpikePublisher publisher = hub.OpenPublisher();
        PublishBlocks(publisher, label: 1, ticks: 3);
        using BatchReader slow = hub.SubscribeAsync(1, [1], new ReaderOptions { Capacity = 2 }, default);
        using BatchReader other = hub.SubscribeAsync(1, [0], new ReaderOptions(), default);
        Assert.That((slow.Dropped, _meters[1].Snapshot().Dropped), Is.EqualTo((2L, 2L)), "the first of what had been waiting");
        PublishBlocks(publisher, label: 1, ticks: 100);
        PublishBlocks(publisher, label: 0, ticks: 2);
        hub.Complete(1);

        Assert.That(await TicksOfAsync(slow), Is.EqualTo(new[] { 98, 98, 99, 99 }));
        Assert.That(await TicksOfAsync(other), Is.EqualTo(new[] { 0, 0, 1, 1 }));
        Assert.That((slow.Dropped, _meters[1].Snapshot().Dropped, _meters[1].Snapshot().Unread), Is.EqualTo((202L, 202L, 0L)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reader_that_is_made_while_an_event_comes_gets_it(CancellationToken token)
    {
        for (int time = 0; time < 500; time++)
        {
            SpikeHub hub = MakeHub();
            using var both = new Barrier(2);
            Task publishing = Task.Run(
                () =>
                {
                    both.SignalAndWait(token);
                    hub.Publish([At(0, 1)]);
                },
                token);
            both.SignalAndWait(token);
            using BatchReader reader = hub.SubscribeAsync(1, [0, 1], new ReaderOptions(), default);
            await publishing;
            hub.Complete(1);

            Assert.That(await TicksOfAsync(reader), Is.EqualTo(new[] { 1 }));
        }
    }

    [Test]
    public void A_reader_option_out_of_range_says_so() => Assert.That(() => new ReaderOptions { Capacity = 0 }, Throws.TypeOf<InvalidParameterException>().With.Message.Contains("Capacity = 0"));

    private static void PassThrough(SpikeHub hub, IAsyncEnumerator<Spike> spikes, Spike[] datagram, int times)
    {
        for (int time = 0; time < times; time++)
        {
            hub.Publish(datagram);
            for (int index = 0; index < datagram.Length; index++)
            {
                ValueTask<bool> next = spikes.MoveNextAsync();
                if (!next.IsCompletedSuccessfully || !next.GetAwaiter().GetResult())
                    throw new AssertionException("It should have been there.");
            }
        }
    }

    private static int Receive(EventReceiver receiver, BatchReader reader, byte[] datagram, int times)
    {
        int events = 0;
        for (int time = 0; time < times; time++)
        {
            receiver.Accept(datagram, s_board);
            ValueTask room = receiver.WaitForRoomAsync(CancellationToken.None);
            ValueTask<bool> next = reader.MoveNextAsync();
            if (!room.IsCompletedSuccessfully || !next.IsCompletedSuccessfully || !next.GetAwaiter().GetResult())
                throw new AssertionException("It should have been there.");

            events += reader.Current.Length;
        }

        return events;
    }

    private static void PublishBlocks(SpikePublisher publisher, int label, int ticks)
    {
        for (int tick = 0; tick < ticks; tick++)
            publisher.Publish(new SpikeBlock([5, 6], new KeyRange(5, 0, 2), At(label, tick)));

        publisher.Flush();
    }

    private static async Task<List<int>> TicksOfAsync(BatchReader reader)
    {
        var ticks = new List<int>();
        await foreach (ReadOnlyMemory<Spike> batch in reader)
            ticks.AddRange(batch.ToArray().Select(static spike => (int)spike.Tick!));

        return ticks;
    }

    private static Spike At(int label, int tick) => new(label, Atom: 0, Key: (uint)label, tick);

    private SpikeHub MakeHub(ReaderOptions? backlog = null) => new(_meters, backlog ?? new ReaderOptions(), inline: true);
}
