using System.Net;
using Microsoft.Extensions.Logging;
using NSubstitute;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Spif;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Tests.Notifications;

/// <summary>Nothing ends before it is told to, whatever code of users throws, and all of it has ended when it says so.</summary>
internal sealed class EndTests
{
    private static readonly IPEndPoint s_spif = new(IPAddress.Parse("10.0.0.7"), SpifConnection.UsualPort);

    private static RunDatabase Silent => Samples.Run with { Populations = [.. Samples.Run.Populations.Select(static population => population with { Gatherers = [] })], Gatherers = [] };

    /// <summary>A log whose writer throws.</summary>
    private static ILoggerFactory Furious
    {
        get
        {
            ILoggerFactory factory = Substitute.For<ILoggerFactory>();
            factory.CreateLogger(Arg.Any<string>()).Returns(new FuriousLogger());
            return factory;
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Whoever_closes_a_connection_again_waits_until_the_first_has_ended(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = Samples.TemporaryPath();
        await Silent.WriteAsync(path, token);
        await world.DoAsync(async () =>
        {
            var preparing = new TaskCompletionSource(TaskCreationOptions.None);
            LiveConnection live = await ListenAsync(world.Options with
            {
                Prepare = async (_, _) =>
                {
                    preparing.SetResult();
                    await Task.Delay(TimeSpan.FromSeconds(1), world.Time, CancellationToken.None);
                },
            });
            await using NotificationServer server = await ServeAsync(world, live);
            Task announcing = server.AnnounceAsync(path, token);
            await preparing.Task;

            Task first = live.DisposeAsync().AsTask();
            Task second = live.DisposeAsync().AsTask();
            Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
            await second;
            Assert.That(first.IsCompleted, Is.True);
            Assert.That(async () => await live.RunsAsync(token).GetAsyncEnumerator(token).MoveNextAsync(), Throws.TypeOf<ObjectDisposedException>());
            await announcing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.DisposeAsync();
            Assert.That(async () => await server.StartAsync(token), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reader_is_for_one_loop_and_there_is_none_of_what_is_closed(CancellationToken token)
    {
        var world = new LiveWorld();
        await world.DoAsync(async () =>
        {
            SpifConnection spif = await SpifConnection.OpenAsync(s_spif, LiveLoop.Database, new SpifOptions { Connection = world.Socket }, token);
            SpikeReader read = spif.SpikesAsync(cancellationToken: token);
            BatchReader batches = spif.BatchesAsync(cancellationToken: token);
            BatchReader disposed = spif.BatchesAsync(cancellationToken: token);
            _ = read.GetAsyncEnumerator(token);
            _ = batches.GetAsyncEnumerator(token);
            await disposed.DisposeAsync();

            Assert.That(() => read.GetAsyncEnumerator(token), Throws.TypeOf<SubscriptionReadTwiceException>());
            Assert.That(() => batches.GetAsyncEnumerator(token), Throws.TypeOf<SubscriptionReadTwiceException>());
            Assert.That(() => disposed.GetAsyncEnumerator(token), Throws.TypeOf<ObjectDisposedException>());
            await spif.DisposeAsync();
            Assert.That(await batches.MoveNextAsync(), Is.False, "it was open before");
            Assert.That(() => spif.SpikesAsync(cancellationToken: token), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => spif.BatchesAsync(cancellationToken: token), Throws.TypeOf<ObjectDisposedException>());
            await spif.DisposeAsync();
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_log_that_throws_does_not_make_a_listener_deaf(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = Samples.TemporaryPath();
        await Silent.WriteAsync(path, token);
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world.Options with { Connection = world.Options.Connection with { LoggerFactory = Furious } });
            await using NotificationServer server = await ServeAsync(world, live);
            for (int round = 0; round < 2; round++)
            {
                Assert.That(await server.AnnounceAsync(path, token), Has.Count.EqualTo(1));
                await server.StartAsync(token);
                await server.StopAsync(token);
            }
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_log_that_throws_keeps_no_tag_from_being_looked_after(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(world.Options with { Connection = world.Options.Connection with { LoggerFactory = Furious } }, cancellationToken: token);
            for (int round = 0; round < 2; round++)
            {
                await using (EieioConnection thief = await EieioConnection.ListenAsync(4711, world.Socket, token))
                    await thief.SetIPTagAsync(1, new IPEndPoint(Samples.Board, 17893), new ChipLocation(0, 0), cancellationToken: token);

                await Task.Delay(TimeSpan.FromSeconds(11), world.Time, token);
            }

            Assert.That(run.TagEvents.Select(static tag => tag.Kind), Is.EqualTo(new[] { TagEventKind.Set, TagEventKind.TakenBack, TagEventKind.TakenBack }));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_connection_keeps_nothing_of_its_openers_context(CancellationToken token) =>
        Assert.That(await KeptContext.IsKeptByAsync(() => LiveConnection.ListenAsync(new LiveOptions { Port = 0 }, token).AsTask(), token), Is.False);

    private static async Task<LiveConnection> ListenAsync(LiveOptions options) =>
        await LiveConnection.ListenAsync(options with { Connection = options.Connection with { LocalHost = "10.1.0.2" } });

    private static async Task<NotificationServer> ServeAsync(LiveWorld world, LiveConnection live)
    {
        var server = new NotificationServer(world.Server with { Connection = world.Socket with { LocalHost = "10.1.0.1" } });
        await server.RegisterAsync("live", new IPEndPoint(IPAddress.Parse("10.1.0.2"), live.Port));
        return server;
    }

    private sealed class FuriousLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the user's");
    }
}
