using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>What has come for nobody in particular.</summary>
[CancelAfter(20_000)]
internal sealed class InboundQueueTests
{
    private readonly SimulatedTime _time = new();
    private readonly DatagramPool _pool = new(maxDatagramSize: 4);

    /// <summary>Numbers are datagrams, E an error of the wire; the queue holds three.</summary>
    [TestCase("", "")]
    [TestCase("12", "12")]
    [TestCase("123", "123")]
    [TestCase("1234", "234", Description = "the oldest goes")]
    [TestCase("12345678", "678")]
    [TestCase("1E2", "1E2")]
    [TestCase("EE", "E", Description = "errors that nobody has heard yet tell the same")]
    [TestCase("E1E2", "E12")]
    [TestCase("E123", "123", Description = "an error is no better than a datagram")]
    [TestCase("E123E", "23E", Description = "after it has gone, there may be another")]
    public void What_came_is_taken_in_its_order(string came, string taken)
    {
        InboundQueue queue = Queue(capacity: 3);
        Add(queue, came);

        string actual = "";
        while (queue.TryTake(out InboundItem item))
        {
            actual += item.Error is null ? $"{item.Datagram!.Span[0]}" : "E";
            item.Datagram?.Dispose();
        }

        Assert.That(actual, Is.EqualTo(taken));
        Assert.That(queue.Dropped, Is.EqualTo(came.Count(char.IsDigit) - taken.Count(char.IsDigit)));
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Who_waits_gets_what_comes_next_and_is_counted_meanwhile(CancellationToken token)
    {
        InboundQueue queue = Queue();
        Task<InboundItem?> waiting = queue.TakeAsync(Timeout.InfiniteTimeSpan, token).AsTask();
        Assert.That(queue.HasReceiver, Is.True);

        Add(queue, "7");

        using Datagram datagram = (await waiting)!.Value.Datagram!;
        Assert.That((datagram.Span[0], queue.HasReceiver), Is.EqualTo(((byte)7, false)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    public async Task Who_waits_in_vain_gets_nothing_after_the_time(int milliseconds)
    {
        InboundQueue queue = Queue();
        Task<InboundItem?> waiting = queue.TakeAsync(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(await waiting, Is.Null);
        Assert.That(queue.HasReceiver, Is.False);
    }

    [Test]
    public async Task Who_is_cancelled_hears_it_from_the_own_token()
    {
        using var source = new CancellationTokenSource();
        Task<InboundItem?> waiting = Queue().TakeAsync(TimeSpan.FromSeconds(1), source.Token).AsTask();

        await source.CancelAsync();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));
    }

    [Test]
    public async Task Completing_wakes_all_who_wait_and_returns_what_is_left()
    {
        InboundQueue queue = Queue();
        Task<InboundItem?> waiting = queue.TakeAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask();
        Task<bool> asking = queue.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask();
        queue.Complete();
        Add(queue, "12E");

        Assert.That((await waiting, await asking), Is.EqualTo(((InboundItem?)null, true)));
        Assert.That(_pool.Outstanding, Is.Zero, "what comes after goes back at once");
    }

    private InboundQueue Queue(int capacity = 1024) =>
        new(new ConnectionOptions { InboundCapacity = capacity, TimeProvider = _time, RunContinuationsAsynchronously = false });

    private void Add(InboundQueue queue, string what)
    {
        foreach (char item in what)
        {
            if (item == 'E')
            {
                queue.Add(new SpinnakerConnectionException("The wire is broken."));
                continue;
            }

            Datagram datagram = _pool.Rent();
            datagram.Buffer[0] = (byte)(item - '0');
            datagram.Length = 1;
            queue.Add(datagram);
        }
    }
}
