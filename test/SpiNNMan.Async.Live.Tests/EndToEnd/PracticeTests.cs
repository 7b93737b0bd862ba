using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Live.Tests.EndToEnd;

/// <summary>More of what goes wrong in practice, with the error or the count that tells.</summary>
internal sealed class PracticeTests
{
    private static readonly IPEndPoint s_sender = new(Samples.Board, 17893);

    [Test, CancelAfter(60_000)]
    public async Task Events_with_a_time_or_a_payload_and_events_without_come_to_the_same_reader(CancellationToken token)
    {
        (EventReceiver receiver, SpikeHub hub) = MakeReceiver(LiveLoop.Database);
        await using var spikes = new SpikeReader(hub.SubscribeAsync(1, [0], new ReaderOptions(), token));
        foreach (string datagram in new[] { "01380700000003000100", "010804000100", "010c050001000a000000" })
            receiver.Accept(Convert.FromHexString(datagram), s_sender);

        await receiver.WaitForRoomAsync(token);
        hub.Complete(1);

        Assert.That(
            await spikes.Select(static spike => (spike.Atom, spike.Tick, spike.Payload)).ToListAsync(token),
            Is.EqualTo(new (int, long?, uint?)[] { (3, 7, null), (4, null, null), (5, null, 10) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Atoms_whose_keys_have_gaps_are_told_and_the_gaps_are_unknown(CancellationToken token)
    {
        // A population of two rows: the column has bits of its own in the keys.
        RunDatabase written = Samples.Run with
        {
            Populations = [new Population("grid") { Parts = [new PopulationPart(new CoreLocation(0, 1, 3), [new KeyRange(0x50000, 0, 5), new KeyRange(0x50008, 5, 5)])], Gatherers = [Samples.Gatherer] }],
        };
        string path = Samples.TemporaryPath();
        await written.WriteAsync(path, token);
        RunDatabase database = await RunDatabase.ReadAsync(path, token);
        (EventReceiver receiver, SpikeHub hub) = MakeReceiver(database);
        await using var spikes = new SpikeReader(hub.SubscribeAsync(1, [0], new ReaderOptions(), token));

        receiver.Accept(Convert.FromHexString("0438070000000400050008000500060005000c000500"), s_sender);
        await receiver.WaitForRoomAsync(token);
        hub.Complete(1);

        Assert.That(await spikes.Select(static spike => (spike.Atom, spike.Key)).ToListAsync(token), Is.EqualTo(new[] { (4, 0x50004u), (5, 0x50008u), (9, 0x5000Cu) }));
        ReceiveCounts counts = receiver.AddTo(new ReceiveCounts());
        Assert.That((counts.Events, counts.UnknownEvents, counts.UnknownKeys), Is.EqualTo((4L, 1L, counts.UnknownKeys)));
        Assert.That(counts.UnknownKeys, Is.EqualTo(new[] { 0x50006u }));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_of_a_lent_machine_that_does_not_answer_is_told_to_be_one_without_its_secrets(CancellationToken token)
    {
        var world = new LiveWorld();
        var proxy = new ProxyAccess("https://server/spalloc", "https://server/spalloc/jobs/7", new Dictionary<string, string>(StringComparer.Ordinal) { ["SESSION"] = "secret" }, new Dictionary<string, string>(StringComparer.Ordinal));
        await world.DoAsync(async () =>
        {
            SpinnakerTimeoutException error = await ThrownByAsync(() => LiveConnection.FromDatabaseAsync(LiveLoop.Database with { Proxy = proxy }, world.Options, token));
            Assert.That(error.Message, Does.Contain("lent by https://server/spalloc").And.Contain("LiveOptions.Connection").And.Not.Contain("secret"));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Where_addresses_are_translated_nothing_is_stated_about_several_boards(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);

        // The second tag is of a board that this computer knows by another address than events come from.
        IPAddress translated = IPAddress.Parse("10.0.0.2");
        var second = new Gatherer("second", Tag: 2, translated) { Core = LiveLoop.Gatherer };
        RunDatabase database = LiveLoop.Database with
        {
            Chips = [.. LiveLoop.Database.Chips, new DatabaseChip(ChipLocation.Root, ChipLocation.Root, translated)],
            Gatherers = [.. LiveLoop.Database.Gatherers, second],
            Populations = [LiveLoop.Database["input"], new Population("other") { Parts = [new PopulationPart(null, [new KeyRange(0x60000, 0, 10)])], Gatherers = [second] }],
        };
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(world.Options with { LocateBoard = static _ => s_sender }, database, token);
            await using EieioConnection stranger = await EieioConnection.ListenAsync(0, world.Socket, token);
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(s_sender, world.Options.Connection, token);
            IPTagEntry entry = await scamp.GetIPTagAsync(1, token);
            await stranger.SendToAsync(Convert.FromHexString("010804000100"), new IPEndPoint(entry.Address, entry.Port), token);
            await Task.Delay(TimeSpan.FromMilliseconds(10), world.Time, token);
            RunReport report = await run.EndAsync(token);

            Assert.That((report.Received.FromStrangers, report.Received.Events, report.IsComplete), Is.EqualTo((1L, 1L, (bool?)null)));
            Assert.That(report.Tags.Select(static tag => tag.WhyUnknown), Is.All.Contains("address translation"));
        });
    }

    private static (EventReceiver Receiver, SpikeHub Hub) MakeReceiver(RunDatabase database)
    {
        LabelMeter[] meters = [.. database.Labels.Select(static label => new LabelMeter(label))];
        var hub = new SpikeHub(meters, new ReaderOptions(), inline: true);
        var world = new LiveWorld();
        return (new EventReceiver(world.Time, KeyMap.Of(database), database.TickLength, meters, new JitterMeter(world.Time, database.TickLength), hub, [Samples.Board]), hub);
    }

    private static async Task<SpinnakerTimeoutException> ThrownByAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (SpinnakerTimeoutException exception)
        {
            return exception;
        }

        throw new AssertionException("It should not have answered.");
    }
}
