using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Live.Tests.EndToEnd;

/// <summary>Tags lead at the end where they led before, if that is wanted.</summary>
internal sealed class GivenBackTagTests
{
    private const int Tag = 1;

    private static readonly IPEndPoint s_board = new(Samples.Board, 17893);
    private static readonly IPEndPoint s_other = new(IPAddress.Parse("10.9.9.9"), 4711);

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_led_nowhere_is_cleared_and_another_leads_there_again([Values] bool isInUse, [Values] bool isWanted, CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(s_board, world.Options.Connection, token);
            if (isInUse)
                await scamp.SetIPTagAsync(Tag, s_other, strip: false, token);

            LiveRun run = await loop.OpenAsync(world.Options with { GivesTagsBack = isWanted }, cancellationToken: token);
            IPTagEntry during = await scamp.GetIPTagAsync(Tag, token);
            await run.DisposeAsync();
            IPTagEntry after = await scamp.GetIPTagAsync(Tag, token);

            Assert.That((during.IsInUse, during.StripsSdp), Is.EqualTo((true, true)));
            if (!isWanted)
                Assert.That(after.Port, Is.EqualTo(during.Port));
            else if (isInUse)
                Assert.That((after.IsInUse, new IPEndPoint(after.Address, after.Port), after.StripsSdp), Is.EqualTo((true, s_other, false)));
            else
                Assert.That(after.IsInUse, Is.False);

            Assert.That(run.TagEvents.Select(static what => what.Kind), Is.EqualTo(isWanted ? new[] { TagEventKind.Set, TagEventKind.GivenBack } : [TagEventKind.Set]));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reverse_tag_is_one_again(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(s_board, world.Options.Connection, token);
            await scamp.SetReverseIPTagAsync(Tag, 12345, new CoreLocation(1, 1, 2), 3, token);

            await (await loop.OpenAsync(world.Options with { GivesTagsBack = true }, cancellationToken: token)).DisposeAsync();

            IPTagEntry after = await scamp.GetIPTagAsync(Tag, token);
            Assert.That((after.IsReverse, after.ReceivePort, after.Destination, after.DestinationPort), Is.EqualTo((true, (ushort)12345, new CoreLocation(1, 1, 2), (byte)3)));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_another_program_has_taken_is_its(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(s_board, world.Options.Connection, token);
            LiveRun run = await loop.OpenAsync(world.Options with { GivesTagsBack = true }, cancellationToken: token);
            await scamp.SetIPTagAsync(Tag, s_other, cancellationToken: token);

            await run.DisposeAsync();

            IPTagEntry after = await scamp.GetIPTagAsync(Tag, token);
            Assert.That(new IPEndPoint(after.Address, after.Port), Is.EqualTo(s_other));
            Assert.That(run.TagEvents.Select(static what => what.Kind), Is.EqualTo(new[] { TagEventKind.Set }));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task After_several_databases_it_leads_where_it_led_before_the_first(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        string path = Samples.TemporaryPath();
        await LiveLoop.Database.WriteAsync(path, token);
        await world.DoAsync(async () =>
        {
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(s_board, world.Options.Connection, token);
            await scamp.SetIPTagAsync(Tag, s_other, cancellationToken: token);
            LiveOptions options = world.Options with { GivesTagsBack = true, Connection = world.Options.Connection with { LocalHost = "10.1.0.2" } };
            LiveConnection live = await LiveConnection.ListenAsync(options, token);
            await using var server = new NotificationServer(world.Server);
            await server.RegisterAsync("live", new IPEndPoint(IPAddress.Parse("10.1.0.2"), live.Port), cancellationToken: token);
            var ports = new HashSet<int>();
            for (int round = 1; round <= 3; round++)
            {
                await server.AnnounceAsync(path, token);
                await server.StartAsync(token);
                await server.StopAsync(token);
                ports.Add((await scamp.GetIPTagAsync(Tag, token)).Port);
            }

            await live.DisposeAsync();

            IPTagEntry after = await scamp.GetIPTagAsync(Tag, token);
            Assert.That(ports, Has.Count.EqualTo(3), "each database has a socket of its own");
            Assert.That(new IPEndPoint(after.Address, after.Port), Is.EqualTo(s_other));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_is_silent_is_waited_for_as_long_as_the_deadline_says_and_told(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            LiveRun run = await loop.OpenAsync(world.Options with { GivesTagsBack = true, TagDeadline = TimeSpan.FromSeconds(2) }, cancellationToken: token);
            loop.Machine.Boards[0].IsMute = true;
            TimeSpan before = world.Time.Elapsed;

            await run.DisposeAsync();

            Assert.That(world.Time.Elapsed - before, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(2.1)));
            Assert.That(run.TagEvents[^1].Kind, Is.EqualTo(TagEventKind.NotGivenBack));
            Assert.That(run.TagEvents[^1].Problem, Does.Contain("still leads to this computer").And.Contain("within 2 s"));
        });
    }
}
