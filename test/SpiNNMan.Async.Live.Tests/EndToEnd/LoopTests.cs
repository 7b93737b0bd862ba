using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Live.Tests.EndToEnd;

/// <summary>Host to injector to gatherer to host, on a virtual machine and a simulated clock; and what goes wrong on the way in practice, with the error or the count that tells.</summary>
internal sealed class LoopTests
{
    [Test, CancelAfter(60_000)]
    public async Task Events_go_round_with_labels_atoms_and_ticks_and_all_is_accounted_for(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            SpikeReader spikes = run.SpikesAsync("input", cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await run.SendAsync("input", [1, 99, 100, 149], token);
            await using IAsyncEnumerator<Spike> reading = spikes.GetAsyncEnumerator(token);
            var atoms = new List<int>();
            for (int spike = 0; spike < 4; spike++)
            {
                Assert.That(await reading.MoveNextAsync(), Is.True);
                atoms.Add(reading.Current.Atom);
                Assert.That((reading.Current.Label, reading.Current.Tick), Is.EqualTo((0, reading.Current.Tick)));
                Assert.That(reading.Current.Tick, Is.GreaterThanOrEqualTo(0).And.LessThan(100));
            }

            Assert.That(atoms, Is.EquivalentTo(new[] { 1, 99, 100, 149 }));
            await run.Control.PauseAsync(token);
            RunReport report = await run.EndAsync(token);

            Assert.That(await reading.MoveNextAsync(), Is.False);
            Assert.That(report.IsComplete, Is.True, report.ToString());
            Assert.That(report.Tags.Single().ToString(), Does.Contain("4 gathered, 4 received"));
            Assert.That(report.Injectors.Select(static injector => (injector.Core, injector.Machine!.Packets)), Is.EquivalentTo(new[] { (LiveLoop.FirstInjector, 2L), (LiveLoop.SecondInjector, 2L) }));
            Assert.That(report.Received.Jitter.Count, Is.EqualTo(report.Received.Datagrams));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tool_chain_runs_it_twice_with_both_sides_of_the_protocol(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        string path = Samples.TemporaryPath();
        await LiveLoop.Database.WriteAsync(path, token);
        await world.DoAsync(async () =>
        {
            await using LiveConnection live = await LiveConnection.ListenAsync(world.Options with { Connection = world.Options.Connection with { LocalHost = "10.1.0.2" } }, token);
            await using var server = new NotificationServer(world.Server);
            await server.RegisterAsync("live", new IPEndPoint(IPAddress.Parse("10.1.0.2"), live.Port), cancellationToken: token);
            await using LiveRun tool = await loop.OpenAsync(world.Options with { Labels = [] }, cancellationToken: token);
            await using IAsyncEnumerator<LiveRun> runs = live.RunsAsync(token).GetAsyncEnumerator(token);
            for (uint round = 1; round <= 2; round++)
            {
                await server.AnnounceAsync(path, token);
                await tool.Control.RunUntilAsync(100 * round, cancellationToken: token);
                await server.StartAsync(token);
                Assert.That(await runs.MoveNextAsync(), Is.True);
                LiveRun run = runs.Current;
                SpikeReader spikes = run.SpikesAsync("input", cancellationToken: token);
                await run.SendAsync("input", [.. Enumerable.Range(0, 150)], token);
                await tool.Control.WaitForPauseAsync(TimeSpan.FromSeconds(1), token);
                await server.StopAsync(token);

                Assert.That((await spikes.ToListAsync(token)).Select(static spike => spike.Atom), Is.EquivalentTo(Enumerable.Range(0, 150)));
                RunReport report = await run.Completion;
                Assert.That(report.IsComplete, Is.True, report.ToString());
                Assert.That(report.Tags.Single().Machine!.Gathered, Is.EqualTo(150), "of this run alone");
            }
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Cores_are_run_paused_resumed_and_stopped(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(database: LiveLoop.Database with { Populations = [LiveLoop.Database["input"]] }, cancellationToken: token);
            Control.SimulationControl control = run.Control;
            Assert.That((control.Cores.Count, control.NextSynchronization), Is.EqualTo((3, (Signal?)null)));
            await control.RunUntilAsync(50, cancellationToken: token);
            Assert.That(control.NextSynchronization, Is.EqualTo(Signal.Sync1));
            await control.WaitForPauseAsync(TimeSpan.FromSeconds(1), token);
            Assert.That(await control.GetTimeAsync(token), Is.GreaterThanOrEqualTo(50));
            await control.ResumeAsync(cancellationToken: token);
            Assert.That(control.NextSynchronization, Is.EqualTo(Signal.Sync0));
            await control.PauseAsync(token);
            uint paused = await control.GetTimeAsync(token);
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time, token);
            Assert.That(await control.GetTimeAsync(token), Is.EqualTo(paused));
            await control.StopAsync(token);
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Events_for_a_tick_leave_the_send_buffer_at_that_tick(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, buffer: 4096, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            SpikeReader spikes = run.SpikesAsync("input", cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await run.SendAtAsync("input", [3, 4], tick: 300, token);
            await run.SendAtAsync("input", [5], tick: 400, token);
            await using IAsyncEnumerator<Spike> reading = spikes.GetAsyncEnumerator(token);
            var seen = new List<(int Atom, long Tick)>();
            for (int spike = 0; spike < 3; spike++)
            {
                Assert.That(await reading.MoveNextAsync(), Is.True);
                seen.Add((reading.Current.Atom, reading.Current.Tick!.Value));
            }

            Assert.That(seen.Select(static spike => spike.Atom), Is.EqualTo(new[] { 3, 4, 5 }));
            Assert.That(seen.Select(static spike => spike.Tick), Is.EqualTo(new long[] { 300, 300, 400 }).Within(1));

            InjectorException error = await ThrownByAsync<InjectorException>(() => run.SendAtAsync("input", [120], tick: 500, token));
            Assert.That((error.Core, error.Message), Is.EqualTo(((CoreLocation?)LiveLoop.SecondInjector, error.Message)));
            Assert.That(error.Message, Does.Contain("no send buffer"));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Posted_events_of_one_tick_go_in_one_datagram_to_each_core(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            SpikeSender sender = run.Send("input");
            for (int atom = 0; atom < 120; atom++)
                Assert.That(sender.Post(atom), Is.True);

            await Task.Delay(TimeSpan.FromMilliseconds(10), world.Time, token);
            Assert.That((sender.Counts.Datagrams, sender.Counts.Events, sender.LastError), Is.EqualTo((2L, 120L, (Exception?)null)));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_another_host_takes_is_told_and_taken_back(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await using (EieioConnection thief = await EieioConnection.ListenAsync(4711, world.Socket, token))
                await thief.SetIPTagAsync(1, new IPEndPoint(Samples.Board, 17893), new ChipLocation(0, 0), cancellationToken: token);

            await run.SendAsync("input", [1], token);
            await Task.Delay(TimeSpan.FromSeconds(11), world.Time, token);
            await run.SendAsync("input", [2], token);
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time, token);

            Assert.That(run.TagEvents.Select(static tag => tag.Kind), Is.EqualTo(new[] { TagEventKind.Set, TagEventKind.TakenBack }));
            Assert.That(run.TagEvents[^1].Problem, Does.Contain(":4711").And.Contain("another program"));
            await run.Control.PauseAsync(token);
            RunReport report = await run.EndAsync(token);
            Assert.That((report.Tags.Single().MissingEvents, report.IsComplete), Is.EqualTo((1L, (bool?)false)));
            Assert.That(report.ToString(), Does.Contain("2 gathered, 1 received"));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_falls_silent_is_told_with_a_deadline_and_the_run_goes_on(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            loop.Machine.Boards[0].IsMute = true;
            await Task.Delay(TimeSpan.FromSeconds(14), world.Time, token);
            Assert.That(run.TagEvents[^1].Kind, Is.EqualTo(TagEventKind.Failed));
            Assert.That(run.TagEvents[^1].Problem, Does.Contain("within 3 s").And.Contain("firewall"));

            loop.Machine.Boards[0].IsMute = false;
            await Task.Delay(TimeSpan.FromSeconds(20), world.Time, token);
            Assert.That(run.TagEvents.Count(static tag => tag.Kind == TagEventKind.Failed), Is.EqualTo(1));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_does_not_answer_fails_the_opening_with_what_to_look_at(CancellationToken token)
    {
        var world = new LiveWorld();
        await world.DoAsync(async () =>
        {
            SpinnakerTimeoutException error = await ThrownByAsync<SpinnakerTimeoutException>(() => LiveConnection.FromDatabaseAsync(LiveLoop.Database, world.Options, token));
            Assert.That(error.Message, Does.Contain("10.0.0.1:17893").And.Contain("tag 1").And.Contain("firewall"));
            Assert.That(world.Time.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(3)).Within(TimeSpan.FromMilliseconds(10)));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Misspelt_and_silent_labels_are_errors_with_the_right_ones(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            Assert.That(() => run.SpikesAsync("inptu"), Throws.TypeOf<UnknownLabelException>().With.Message.Contains("Did you mean 'input'?"));
            Assert.That(() => run.SendAsync("Input", [1]), Throws.TypeOf<UnknownLabelException>().With.Message.Contains("'input'"));
            Assert.That(() => run.SpikesAsync("silent"), Throws.TypeOf<LabelNotReceivedException>().With.Message.Contains("no gatherer"));
            Assert.That(() => run.SendAsync("input", [150]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("atoms 0 to 149"));
            Assert.That(() => run.Send("input").SendKeysAsync([0x40000]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("0x00040000"));
            Assert.That(run.Send("input").Counts.Events, Is.Zero, "nothing is sent of what cannot be sent as a whole");

            UnknownLabelException error = await ThrownByAsync<UnknownLabelException>(() => loop.OpenAsync(world.Options with { Labels = ["imput"] }, cancellationToken: token));
            Assert.That(error.Nearest, Is.EqualTo(new[] { "input" }));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Unknown_keys_are_counted_with_samples(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        RunDatabase half = LiveLoop.Database with { Populations = [LiveLoop.Database["input"] with { Parts = [LiveLoop.Database["input"].Parts[0]] }] };
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(database: half, cancellationToken: token);
            await using LiveRun other = await loop.OpenAsync(world.Options with { Labels = [] }, cancellationToken: token);
            await other.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await other.SendAsync("input", [7, 107, 108, 107], token);
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time, token);

            Assert.That((run.Counts.Events, run.Counts.UnknownEvents), Is.EqualTo((4L, 3L)));
            Assert.That(run.Counts.UnknownKeys, Is.EqualTo(new[] { 0x20007u, 0x20008u }));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Events_that_the_gatherer_loses_are_in_the_report(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, ringSize: 8, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await run.SendAsync("input", [.. Enumerable.Range(0, 50)], token);
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time, token);
            await run.Control.PauseAsync(token);

            RunReport report = await run.EndAsync(token);
            GathererCounts machine = report.Tags.Single().Machine!;
            Assert.That(machine.Gathered + machine.LostWithoutPayload, Is.EqualTo(50));
            Assert.That(machine.LostWithoutPayload, Is.Positive);
            Assert.That((report.Tags.Single().MissingEvents, report.IsComplete), Is.EqualTo((0L, (bool?)false)));
            Assert.That(report.ToString(), Does.Contain("lost in the gatherer"));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task While_cores_run_nobody_knows_what_they_counted(CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await run.SendAsync("input", [1], token);

            RunReport report = await run.EndAsync(token);

            Assert.That((report.IsComplete, report.Tags.Single().Machine, report.Tags.Single().MissingEvents), Is.EqualTo(((bool?)null, (GathererCounts?)null, (long?)null)));
            Assert.That(report.ToString(), Does.Contain("not known, since core 0,0,1 runs"));
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reader_that_stops_loses_what_its_policy_says_and_is_told_how_much([Values] WhenFull whenFull, CancellationToken token)
    {
        var world = new LiveWorld();
        await using LiveLoop loop = await LiveLoop.StartAsync(world, cancellationToken: token);
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(world.Options with { ReceiveBufferSize = 4096, Sending = new SendOptions { DatagramsPerSecond = 100, Burst = 1 } }, cancellationToken: token);
            BatchReader stopped = run.BatchesAsync(options: new ReaderOptions { Capacity = 4, WhenFull = whenFull }, cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            for (int time = 0; time < 100; time++)
                await run.SendAsync("input", [time], token);

            await Task.Delay(TimeSpan.FromMilliseconds(50), world.Time, token);
            await run.Control.PauseAsync(token);
            if (whenFull == WhenFull.Wait)
            {
                // Nothing is lost as long as the system has room for it.
                Assert.That(stopped.Waiting, Is.LessThan(50));
                Task<RunReport> ending = run.EndAsync(token);
                int events = 0;
                await foreach (ReadOnlyMemory<Spike> batch in stopped)
                    events += batch.Length;

                RunReport report = await ending;
                Assert.That(events + report.Tags.Single().MissingEvents, Is.EqualTo(100));
                Assert.That((stopped.Dropped, report.Received.Events), Is.EqualTo((0L, (long)events)));
            }
            else
            {
                RunReport report = await run.EndAsync(token);
                Assert.That((stopped.Dropped, stopped.Waiting, report.Received.Dropped, report.Received.Events), Is.EqualTo((96L, 4, 96L, 100L)));
                Assert.That(report.IsComplete, Is.False);
            }
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task Rates_and_robots_go_as_keys_with_payloads(CancellationToken token)
    {
        var world = new LiveWorld();
        var settings = new LiveGathererSettings { Type = Wire.Eieio.EieioType.KeyPayload32Bit, PayloadIsTimestamp = false, HasPayloadBase = false };
        await using LiveLoop loop = await LiveLoop.StartAsync(world, gatherer: settings, cancellationToken: token);
        RunDatabase database = LiveLoop.Database with { Populations = [LiveLoop.Database["input"] with { Label = "noise_control" }] };
        await world.DoAsync(async () =>
        {
            await using LiveRun run = await loop.OpenAsync(database: database, cancellationToken: token);
            SpikeReader spikes = run.SpikesAsync("noise_control", cancellationToken: token);
            await run.Control.RunUntilAsync(tick: null, cancellationToken: token);
            await run.SetPoissonRatesAsync("noise", [(3, 12.5)], token);
            await run.Send("noise_control").SendAsync([(4, 0xDEADBEEF)], token);
            await using IAsyncEnumerator<Spike> reading = spikes.GetAsyncEnumerator(token);
            Assert.That(await reading.MoveNextAsync(), Is.True);
            Assert.That((reading.Current.Atom, reading.Current.Payload, reading.Current.Tick), Is.EqualTo((3, (uint?)(12.5 * 32768), (long?)null)));
            Assert.That(await reading.MoveNextAsync(), Is.True);
            Assert.That((reading.Current.Atom, reading.Current.Payload), Is.EqualTo((4, (uint?)0xDEADBEEF)));
            Assert.That(() => run.SetPoissonRatesAsync("noise", [(3, -1)]), Throws.TypeOf<InvalidParameterException>());
        });
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
