using System.Globalization;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Live.Tests.EndToEnd;

/// <summary>What a client reports never contradicts what the virtual machine knows to have happened, and never claims more than can be known, whatever the network does.</summary>
internal sealed class LedgerTests
{
    private const string SeedsVariable = "SPINNMAN_LIVE_SEEDS";
    private const int Chunks = 10;
    private const int UsualSeeds = 100;

    [Test, CancelAfter(900_000)]
    public async Task The_report_agrees_with_the_ledger([Range(0, Chunks - 1)] int chunk, CancellationToken token)
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable(SeedsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : UsualSeeds;
        for (int seed = chunk; seed < seeds; seed += Chunks)
            await RunAsync(seed, token);
    }

    private static async Task RunAsync(int seed, CancellationToken token)
    {
        var random = new Random(seed);
        var world = new LiveWorld();
        LinkFaults? faults = seed % 4 == 0 ? null : new LinkFaults { Loss = random.NextDouble() * 0.3, Duplication = random.NextDouble() * 0.3, Reordering = random.NextDouble() * 0.3 };
        var settings = new LiveGathererSettings { MessagesPerTick = seed % 5 == 4 ? 1u : 0u };
        await using LiveLoop loop = await LiveLoop.StartAsync(world, faults, (ulong)seed, settings, ringSize: random.Next(4, 256), cancellationToken: token);
        await world.DoAsync(async () =>
        {
            LiveOptions options = world.Options with
            {
                // A third of all is lost each way: control needs patience.
                Connection = world.Options.Connection with { GiveUpAfter = TimeSpan.FromMinutes(2) },
                TagDeadline = TimeSpan.FromMinutes(2),
                Sending = new SendOptions { DatagramsPerSecond = random.Next(100, 3000), Burst = random.Next(1, 8) },
            };
            await using LiveRun run = await loop.OpenAsync(options, cancellationToken: token);
            run.Control.Patience = TimeSpan.FromMinutes(2);
            using BatchReader reader = run.BatchesAsync(options: new ReaderOptions { Capacity = random.Next(1, 50), WhenFull = random.Next(2) == 0 ? WhenFull.DropOldest : WhenFull.DropNewest }, cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            for (int burst = 0; burst < 10; burst++)
            {
                await run.SendAsync("input", [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(150))], token);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 5)), world.Time, token);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time, token);
            await run.Control.PauseAsync(token);
            RunReport report = await run.EndAsync(token);
            long read = 0;
            await foreach (ReadOnlyMemory<Spike> batch in reader)
                read += batch.Length;

            using (Assert.EnterMultipleScope())
                Compare(seed, report, loop.Machine.Ledger, read, run.Send("input").Counts);
        });
    }

    private static void Compare(int seed, RunReport report, EventLedger ledger, long read, SendCounts sent)
    {
        TagReport tag = report.Tags.Single();
        ReceiveCounts received = report.Received;
        string why = $"seed {seed}: {report}";
        LedgerTotal arrived = ledger.Total(LedgerKind.DatagramArrived, LiveLoop.Gatherer);
        LedgerTotal left = ledger.Total(LedgerKind.DatagramSent, LiveLoop.Gatherer);

        // What came is what came out of the network, and what was read is what was not dropped here.
        Assert.That((received.Datagrams, received.Events, received.UnknownEvents, received.Malformed), Is.EqualTo((arrived.Times, arrived.Events, 0L, 0L)), why);
        Assert.That((tag.ReceivedDatagrams, tag.ReceivedEvents), Is.EqualTo((arrived.Times, arrived.Events)), why);
        Assert.That(read + received.Dropped, Is.EqualTo(received.Events), why);
        Assert.That(received.Labels.Sum(static label => label.Events), Is.EqualTo(received.Events), why);

        // The machine's own numbers are those of the machine.
        Assert.That(tag.Machine!.Gathered, Is.EqualTo(ledger.Total(LedgerKind.EventGathered).Events), why);
        Assert.That(tag.Machine.LostWithoutPayload, Is.EqualTo(ledger.Total(LedgerKind.EventLostInRing).Events), why);
        Assert.That(tag.Machine.Messages, Is.EqualTo(ledger.Total(LedgerKind.MessageSent).Times), why);
        Assert.That(tag.HasLimitPerStep, Is.EqualTo(seed % 5 == 4), why);

        // What is said to be missing or doubled is: at least so much.
        long lost = Math.Max(0, left.Events - arrived.Events);
        Assert.That(tag.MissingEvents, Is.LessThanOrEqualTo(ledger.Total(LedgerKind.EventGathered).Events - left.Events + lost), why);
        Assert.That(tag.DoubledEvents, Is.LessThanOrEqualTo(Math.Max(0, arrived.Events - left.Events)), why);
        Assert.That(sent.Events, Is.EqualTo(report.Injectors.Sum(static injector => injector.SentEvents)), why);
        foreach (InjectorReport injector in report.Injectors)
        {
            long messages = ledger.Total(LedgerKind.MessageReceived, injector.Core).Times;
            Assert.That(injector.Machine!.Messages, Is.EqualTo(messages), why);
            Assert.That(injector.Machine.Packets, Is.EqualTo(ledger.Total(LedgerKind.EventInjected, injector.Core).Events), why);
            Assert.That(injector.MissingDatagrams, Is.EqualTo(Math.Max(0, injector.SentDatagrams - messages)), why);
        }

        // Complete is said only if nothing is missing that the machine counted.
        if (report.IsComplete == true)
            Assert.That((received.Dropped, lost, ledger.Total(LedgerKind.EventLostInRing).Events), Is.EqualTo((0L, 0L, 0L)), why);
    }
}
