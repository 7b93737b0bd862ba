using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Live.Tests.Sending;

/// <summary>A board gets no more datagrams than its pace allows, labels take turns, and the pace follows the machine's counts.</summary>
internal sealed class BoardPacerTests
{
    private readonly SimulatedTime _time = new();

    [Test]
    public async Task A_burst_goes_at_once_and_the_rest_at_the_rate()
    {
        await using BoardPacer pacer = Make(new SendOptions { DatagramsPerSecond = 100, Burst = 4 });
        var when = new List<double>();
        Task[] turns = [.. Enumerable.Range(0, 10).Select(_ => TakeAsync(pacer, 0, () => when.Add(_time.Elapsed.TotalMilliseconds)))];

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(turns, Is.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        Assert.That(when, Is.EqualTo(new double[] { 0, 0, 0, 0, 10, 20, 30, 40, 50, 60 }).Within(0.1));
    }

    [Test]
    public async Task Labels_take_turns_however_many_datagrams_one_has()
    {
        await using BoardPacer pacer = Make(new SendOptions { DatagramsPerSecond = 100, Burst = 1 });
        var order = new List<int>();
        for (int datagram = 0; datagram < 20; datagram++)
            _ = TakeAsync(pacer, 1, () => order.Add(1));

        for (int datagram = 0; datagram < 3; datagram++)
            _ = TakeAsync(pacer, 2, () => order.Add(2));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(order[..8], Is.EqualTo(new[] { 1, 1, 2, 1, 2, 1, 2, 1 }));
        Assert.That(order, Has.Count.EqualTo(23));
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        await using BoardPacer pacer = Make(new SendOptions { DatagramsPerSecond = 100, Burst = 1 });
        await pacer.TakeTurnAsync(0, default);
        using var source = new CancellationTokenSource();
        Task cancelled = pacer.TakeTurnAsync(0, source.Token).AsTask();
        bool went = false;
        Task next = TakeAsync(pacer, 0, () => went = true);

        await source.CancelAsync();
        _time.Advance(TimeSpan.FromMilliseconds(10.1));

        Assert.That(() => cancelled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((went, next.IsCompletedSuccessfully), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Closing_fails_who_waits()
    {
        BoardPacer pacer = Make(new SendOptions { DatagramsPerSecond = 1, Burst = 1 });
        await pacer.TakeTurnAsync(0, default);
        Task waiting = pacer.TakeTurnAsync(0, default).AsTask();

        await pacer.DisposeAsync();

        Assert.That(() => waiting, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task The_rate_goes_down_with_losses_up_with_want_and_stays_otherwise()
    {
        await using BoardPacer pacer = Make(new SendOptions { DatagramsPerSecond = 500, LeastDatagramsPerSecond = 100, MostDatagramsPerSecond = 550 });
        pacer.Learn(sent: 1000, missing: 0);
        Assert.That(pacer.Rate, Is.EqualTo(500), "nobody had to wait");

        pacer.Learn(sent: 1000, missing: 100);
        Assert.That(pacer.Rate, Is.EqualTo(315).Within(1));
        for (int round = 0; round < 20; round++)
            pacer.Learn(sent: 1000, missing: 900);

        Assert.That(pacer.Rate, Is.EqualTo(100));
        for (int round = 0; round < 20; round++)
        {
            Task[] turns = [.. Enumerable.Range(0, 20).Select(_ => pacer.TakeTurnAsync(0, default).AsTask())];
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(turns);
            pacer.Learn(sent: 20, missing: 0);
        }

        Assert.That(pacer.Rate, Is.EqualTo(550));
    }

    private static async Task TakeAsync(BoardPacer pacer, int label, Action then)
    {
        // Not in the context of the test: it goes on on the thread that moves the clock.
        await pacer.TakeTurnAsync(label, default).ConfigureAwait(false);
        then();
    }

    private BoardPacer Make(SendOptions options) => new(options, _time, inline: true);
}
