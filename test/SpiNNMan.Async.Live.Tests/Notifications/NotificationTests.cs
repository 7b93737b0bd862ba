using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live.Tests.Notifications;

/// <summary>Both sides of the notification protocol, with each other and with what other tools send.</summary>
internal sealed class NotificationTests
{
    private static readonly IPAddress s_tool = IPAddress.Parse("10.1.0.1");
    private static readonly IPAddress s_host = IPAddress.Parse("10.1.0.2");

    /// <summary>A run that nothing comes out of needs no board.</summary>
    private static RunDatabase Silent => Samples.Run with { Populations = [.. Samples.Run.Populations.Select(static population => population with { Gatherers = [] })], Gatherers = [] };

    [Test, CancelAfter(60_000)]
    public async Task Two_runs_and_a_resume_go_through_both_sides(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world);
            await using NotificationServer server = await ServeAsync(world, live);
            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            for (int round = 1; round <= 2; round++)
            {
                IReadOnlyList<ListenerAnswer> answers = await server.AnnounceAsync(path, token);
                Assert.That(answers.Single(), Is.EqualTo(new ListenerAnswer("live", new IPEndPoint(s_host, live.Port), answers[0].After)));
                Assert.That(live.Phase, Is.EqualTo(ListenerPhase.Ready));
                await server.StartAsync(token);
                Assert.That(await runs.MoveNextAsync(), Is.True);
                LiveRun run = runs.Current;
                Assert.That(run.Database.Labels, Is.EqualTo(Samples.Run.Labels));
                await server.StopAsync(token);
                await run.Completion;
            }

            // It goes on without being announced again.
            await server.StartAsync(token);
            Assert.That(await runs.MoveNextAsync(), Is.True);
            Assert.That(runs.Current.Number, Is.EqualTo(3));
            Assert.That(runs.Current.Completion.IsCompleted, Is.False);
            Assert.That(live.Messages.Select(static message => message.Remark), Is.All.Null);
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Runs_that_are_over_before_they_are_looked_at_end_their_readers([Values] bool isAnnouncedAgain, CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world);
            await using NotificationServer server = await ServeAsync(world, live);
            await server.AnnounceAsync(path, token);
            for (int round = 1; round <= 2; round++)
            {
                await server.StartAsync(token);
                await server.StopAsync(token);
                if (isAnnouncedAgain)
                    await server.AnnounceAsync(path, token);
            }

            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            for (int round = 1; round <= 2; round++)
            {
                Assert.That(await runs.MoveNextAsync(), Is.True);
                await runs.Current.Completion;
                await foreach (Spike spike in runs.Current.SpikesAsync(cancellationToken: token))
                    Assert.Fail($"{spike} came from nowhere.");
            }
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Everything_is_ready_before_the_tool_chain_is_answered(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        var order = new List<string>();
        await world.DoAsync(async () =>
        {
            LiveOptions options = world.Options with
            {
                Prepare = async (run, _) =>
                {
                    order.Add($"prepare {run.Database.Labels.First()}");
                    await Task.CompletedTask;
                },
            };
            await using LiveConnection live = await ListenAsync(world, options);
            await using NotificationServer server = await ServeAsync(world, live);
            await server.AnnounceAsync(path, token);
            order.Add("answered");
        });

        Assert.That(order, Is.EqualTo(new[] { "prepare input", "answered" }));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_database_that_cannot_be_read_is_told_here_and_leaves_the_tool_chain_without_an_answer(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world);
            await using NotificationServer server = await ServeAsync(world, live);
            ListenersMissingException missing = await ThrownByAsync<ListenersMissingException>(() => server.AnnounceAsync("/not/here.sqlite3", token));
            Assert.That(missing.Missing, Is.EqualTo(new[] { "live" }));
            Assert.That(missing.Message, Does.Contain("live at 10.1.0.2").And.Contain("after 10 s").And.Contain("/not/here.sqlite3"));

            RunDatabaseException error = await ThrownByAsync<RunDatabaseException>(async () => await live.RunsAsync(token).GetAsyncEnumerator(token).MoveNextAsync());
            Assert.That(error.Message, Does.Contain("/not/here.sqlite3").And.Contain("no such file"));
            Assert.That(live.Phase, Is.EqualTo(ListenerPhase.Waiting));

            // The next run finds it listening.
            await server.AnnounceAsync(path, token);
            await server.StartAsync(token);
            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            Assert.That(await runs.MoveNextAsync(), Is.True);
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_listener_elsewhere_is_told_where_the_database_is_there(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world, world.Options with { LocateDatabase = theirs => theirs.Replace("/their/share", Path.GetDirectoryName(path)!, StringComparison.Ordinal) });
            await using NotificationServer server = await ServeAsync(world, live);
            Assert.That(await server.AnnounceAsync($"/their/share/{Path.GetFileName(path)}", token), Has.Count.EqualTo(1));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task One_program_has_several_listeners_and_the_missing_one_is_named(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection first = await ListenAsync(world);
            await using LiveConnection second = await ListenAsync(world);
            Assert.That(second.Port, Is.Not.EqualTo(first.Port));
            await using IDatagramSocket deaf = world.Network.Open(new IPEndPoint(s_host, 500));
            await using NotificationServer server = await ServeAsync(world, first);
            await server.RegisterAsync("second", new IPEndPoint(s_host, second.Port), cancellationToken: token);
            await server.RegisterAsync("crashed", new IPEndPoint(s_host, 500), cancellationToken: token);

            ListenersMissingException missing = await ThrownByAsync<ListenersMissingException>(() => server.AnnounceAsync(path, token));

            Assert.That((missing.Missing, missing.Answered), Is.EqualTo((new[] { "crashed" }, new[] { "live", "second" })));
            Assert.That(world.Time.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(10)).Within(TimeSpan.FromMilliseconds(1)));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_port_where_nothing_listens_is_not_waited_for([Values] bool goesOn, CancellationToken token)
    {
        var world = new LiveWorld();
        await world.DoAsync(async () =>
        {
            await using var server = new NotificationServer(world.Server with { GoesOnWithoutRefused = goesOn });
            await server.RegisterAsync("nobody", new IPEndPoint(s_host, 19999), cancellationToken: token);
            if (goesOn)
            {
                ListenerAnswer answer = (await server.AnnounceAsync("/a", token)).Single();
                Assert.That((answer.IsRefused, answer.Remark), Is.EqualTo((true, answer.Remark)));
                Assert.That(answer.Remark, Does.Contain("nothing listens there"));
            }
            else
            {
                await ThrownByAsync<ListenersMissingException>(() => server.AnnounceAsync("/a", token));
            }

            Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        });
    }

    [Test]
    public async Task A_port_that_another_program_has_says_what_to_do()
    {
        await using LiveConnection first = await LiveConnection.ListenAsync(new LiveOptions { Port = 0 });

        Assert.That(
            async () => await LiveConnection.ListenAsync(new LiveOptions { Port = first.Port }),
            Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contains("listen on port 0").And.Message.Contains("LiveConnection.Port"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Doubled_and_strange_datagrams_do_no_harm(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await ListenAsync(world);
            await using EieioConnection tool = await EieioConnection.ConnectAsync(new IPEndPoint(s_host, live.Port), world.Socket, token);
            foreach (byte[] datagram in new[] { [0x07], [0x0b, 0x40], [0x0a, 0x40], [0x01, 0x40], new byte[200] })
                await tool.SendAsync(datagram, token);

            await tool.SendEieioMessageAsync(new NotificationProtocolDatabaseLocation(path), token);
            await tool.SendEieioMessageAsync(new NotificationProtocolDatabaseLocation(path), token);
            for (int answer = 0; answer < 2; answer++)
                Assert.That(await tool.ReceiveAsync(TimeSpan.FromSeconds(1), token), Is.EqualTo(new byte[] { 0x01, 0x40 }));

            await tool.SendAsync(new byte[] { 0x0b, 0x40 }, token);
            await tool.SendAsync(new byte[] { 0x0b, 0x40 }, token);
            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            Assert.That(await runs.MoveNextAsync(), Is.True);
            Assert.That(runs.Current.Number, Is.EqualTo(2), "the first was announced and never started");
            await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time, token);
            Assert.That(live.Messages.Count(static message => message.Remark is not null), Is.EqualTo(7));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Closing_ends_the_run_and_whoever_waits_for_the_next(CancellationToken token)
    {
        var world = new LiveWorld();
        string path = await WriteAsync();
        await world.DoAsync(async () =>
        {
            LiveConnection live = await ListenAsync(world);
            await using NotificationServer server = await ServeAsync(world, live);
            await server.AnnounceAsync(path, token);
            await server.StartAsync(token);
            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            Assert.That(await runs.MoveNextAsync(), Is.True);
            LiveRun run = runs.Current;
            ValueTask<bool> next = runs.MoveNextAsync();

            await live.DisposeAsync();

            Assert.That(await next, Is.False);
            Assert.That(run.Completion.IsCompletedSuccessfully, Is.True);
            Assert.That(() => run.SpikesAsync(), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    private static async Task<string> WriteAsync()
    {
        string path = Samples.TemporaryPath();
        await Silent.WriteAsync(path);
        return path;
    }

    private static async Task<LiveConnection> ListenAsync(LiveWorld world, LiveOptions? options = null)
    {
        options ??= world.Options;
        return await LiveConnection.ListenAsync(options with { Connection = options.Connection with { LocalHost = s_host.ToString() } });
    }

    private static async Task<NotificationServer> ServeAsync(LiveWorld world, LiveConnection live)
    {
        var server = new NotificationServer(world.Server with { Connection = world.Socket with { LocalHost = s_tool.ToString() } });
        await server.RegisterAsync("live", new IPEndPoint(s_host, live.Port));
        return server;
    }

    private static async Task<T> ThrownByAsync<T>(Func<Task> act)
        where T : Exception
    {
        try
        {
            await act();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"A {typeof(T).Name} was expected.");
    }
}
