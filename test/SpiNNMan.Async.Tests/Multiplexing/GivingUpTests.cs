using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>When a board is given up: by its time, never by a pause of this computer, and for all who wait.</summary>
[CancelAfter(120_000)]
internal sealed class GivingUpTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task The_time_is_kept_whatever_it_is([Values(20, 50, 100, 300, 500, 1000, 2000, 5000, 60_000)] int milliseconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var promised = TimeSpan.FromMilliseconds(milliseconds);
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = promised }, token);

        Task<uint> reading = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        Assert.That(async () => await reading, Throws.TypeOf<SpinnakerTimeoutException>().With.Property("Attempts").GreaterThanOrEqualTo(3));
        Assert.That(world.Time.Elapsed, Is.InRange(promised, (promised * 1.02) + TimeSpan.FromMilliseconds(5)));
    }

    [Test]
    public async Task What_must_not_be_repeated_keeps_it_too([Values(100, 1000, 5000)] int milliseconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var promised = TimeSpan.FromMilliseconds(milliseconds);
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = promised }, token);

        Task allocating = world.Time.RunUntilAsync(scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask(), token);

        Assert.That(async () => await allocating, Throws.TypeOf<SpinnakerTimeoutException>());
        Assert.That(world.Time.Elapsed, Is.InRange(promised, (promised * 1.02) + TimeSpan.FromMilliseconds(5)));
    }

    [Test]
    public async Task Callers_of_one_silent_chip_take_nobody_with_them_who_asks_another([Values] bool once, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int questions = 0;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            if ((request[7], request[6]) == (2, 0))
                return [];

            questions += request[10] == (byte)ScpCommand.Version ? 1 : 0;
            return [ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task[] silent = [.. Enumerable.Range(0, 8).Select(index => once
            ? (Task)scamp.ExecuteAsync(new SdramFree(new ChipLocation(2, 0), 0x6000_0000), token).AsTask()
            : scamp.ReadWordAsync(new ChipLocation(2, 0), (uint)(4 * index), token).AsTask())];

        // Those that are sent again fill the window, so that this one waits for its turn when they are given up. Those that must not be repeated fill it for a moment only.
        world.Time.Advance(TimeSpan.FromSeconds(once ? 4.99 : 0.7));
        Task<uint> other = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        await world.Time.RunUntilAsync(Task.WhenAll([.. silent, other]).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        Task<uint> later = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        Assert.That(silent.Select(task => task.Exception?.InnerException), Is.All.TypeOf<SpinnakerTimeoutException>());
        Assert.That(other.IsCompletedSuccessfully, $"{other.Exception?.InnerException?.Message}");
        Assert.That(async () => await later, Throws.Nothing);
        Assert.That(questions, Is.EqualTo(once ? 0 : 1));
        Assert.That(world.Time.Elapsed, Is.InRange(TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(5.8)));
    }

    [Test]
    public async Task Waiting_for_a_place_is_part_of_a_callers_time([Values(32, 1000)] int callers, [Values(1, 5)] int seconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(seconds) }, token);

        Task<uint>[] readings = [.. Enumerable.Range(0, callers).Select(index => scamp.ReadWordAsync(s_chip, (uint)(4 * index), token).AsTask())];
        await world.Time.RunUntilAsync(Task.WhenAll(readings).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);

        Assert.That(readings.Select(reading => reading.Exception?.InnerException), Is.All.TypeOf<SpinnakerTimeoutException>());
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1.1 * seconds)));
        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Whoever_asks_while_others_wait_is_not_kept_longer_than_they([Values] bool transfers, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(1) }, token);
        List<Task> asking = [];
        for (int index = 0; index < 40; index++)
        {
            asking.Add(transfers ? scamp.ReadMemoryAsync(s_chip, 0x100, 4000, token).AsTask() : scamp.ReadWordAsync(s_chip, 0x100, token).AsTask());
            world.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        await world.Time.RunUntilAsync(Task.WhenAll(asking).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);

        Assert.That(asking.Select(task => task.Exception?.InnerException), Is.All.TypeOf<SpinnakerTimeoutException>());
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1.85)));
    }

    [Test]
    public async Task A_slow_board_that_goes_on_answering_is_not_given_up_however_long_the_queue(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using var board = new QueueingBoard(world, TimeSpan.FromMilliseconds(10), places: 8);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(1) }, token);

        Task[] readings = [.. Enumerable.Range(0, 500).Select(index => scamp.ReadWordAsync(s_chip, (uint)(4 * index), token).AsTask())];
        await world.Time.RunUntilAsync(Task.WhenAll(readings), token);

        Assert.That(world.Time.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(4)));
    }

    [Test]
    public async Task After_a_board_was_given_up_one_request_finds_out_whether_it_is_back_and_the_others_fail_fast(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task<uint> first = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        await world.Time.RunUntilAsync(first.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        board.Received.Clear();
        TimeSpan before = world.Time.Elapsed;

        Task<uint>[] readings = [.. Enumerable.Range(0, 16).Select(index => scamp.ReadWordAsync(s_chip, (uint)(4 * index), token).AsTask())];
        await world.Time.RunUntilAsync(Task.WhenAll(readings[1..]).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);

        Assert.That(world.Time.Elapsed - before, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(readings[1..].Select(reading => reading.Exception?.InnerException), Is.All.TypeOf<SpinnakerTimeoutException>());
        Assert.That(board.Received.Select(ScriptedBoard.SequenceOf).Distinct().Count(), Is.EqualTo(1), "one probes");
        Assert.That(readings[0].IsCompleted, Is.False);
    }

    [Test]
    public async Task A_board_that_is_back_is_found_out_though_what_was_sent_must_not_be_repeated([Values] bool before, CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool isMute = true;
        await using ScriptedBoard board = world.Board(answer: request => isMute ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task<uint> first = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        if (before)
            await world.Time.RunUntilAsync(Task.Delay(TimeSpan.FromSeconds(4), world.Time, token), token);

        // Sent once, and lost: from then on it must not keep others from being sent.
        Task[] once = before ? Once() : [];
        Assert.That(async () => await world.Time.RunUntilAsync(first, token), Throws.TypeOf<SpinnakerTimeoutException>());
        once = before ? once : Once();
        await world.Time.RunUntilAsync(Task.Delay(TimeSpan.FromSeconds(0.5), world.Time, token), token);
        isMute = false;
        await world.Time.RunUntilAsync(Task.Delay(TimeSpan.FromSeconds(1.5), world.Time, token), token);

        TimeSpan start = world.Time.Elapsed;
        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        Assert.That(world.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(0.1)));
        Assert.That(async () => await world.Time.RunUntilAsync(Task.WhenAll(once), token), Throws.TypeOf<SpinnakerTimeoutException>());

        Task[] Once() => [scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask(), scamp.ExecuteAsync(new SdramAllocate(new ChipLocation(1, 0), 30, 1024), token).AsTask()];
    }

    [Test]
    public async Task A_board_that_is_back_answers_all_who_wait_behind_the_first(CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool silent = true;
        await using ScriptedBoard board = world.Board(answer: request => silent ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask().ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        silent = false;
        TimeSpan before = world.Time.Elapsed;

        Task<uint>[] readings = [.. Enumerable.Range(0, 100).Select(index => scamp.ReadWordAsync(new ChipLocation((byte)(index % 4), 0), (uint)(4 * index), token).AsTask())];
        Task<byte[]> transfer = scamp.ReadMemoryAsync(s_chip, 0x1000, 100_000, token).AsTask();
        await world.Time.RunUntilAsync(Task.WhenAll([.. readings, transfer]), token);

        Assert.That(world.Time.Elapsed - before, Is.LessThan(TimeSpan.FromMilliseconds(50)));
    }

    [Test]
    public async Task A_mute_core_does_not_keep_its_board_from_being_asked(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => (request[4] & 0x1F) == 5 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        for (int time = 0; time < 2; time++)
        {
            Task<uint> mute = scamp.ReadWordAsync(new CoreLocation(0, 0, 5), 0x100, token).AsTask();
            await world.Time.RunUntilAsync(mute.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        }

        Task<uint> again = scamp.ReadWordAsync(new CoreLocation(0, 0, 5), 0x100, token).AsTask();
        TimeSpan before = world.Time.Elapsed;
        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x1000, 100_000, token).AsTask(), token);

        Assert.That(world.Time.Elapsed - before, Is.LessThan(TimeSpan.FromMilliseconds(50)));
        Assert.That(again.IsCompleted, Is.False);
    }

    [Test]
    public async Task After_a_pause_of_this_computer_a_lost_request_is_sent_again_within_a_few_round_trips([Values(1, 60, 86_400)] int seconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var time = new LeapingTime(world.Time);
        bool lose = false;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            bool isLost = lose;
            lose = false;
            return isLost ? [] : [ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { TimeProvider = time }, token);
        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x100, 100 * 256, token).AsTask(), token);
        lose = true;
        Task<uint> reading = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        TimeSpan before = world.Time.Elapsed;

        time.Leap(TimeSpan.FromSeconds(seconds));
        await world.Time.RunUntilAsync(reading, token);

        Assert.That(world.Time.Elapsed - before, Is.LessThan(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public async Task A_clock_that_leaps_neither_hangs_nor_breaks_anything([Values(-3650 * 24, -1, 1, 3650 * 24)] int hours, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var time = new LeapingTime(world.Time);
        HashSet<ushort> seen = [];
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            ushort sequence = ScriptedBoard.SequenceOf(request);
            return sequence % 3 == 0 && seen.Add(sequence) ? [] : [ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { TimeProvider = time }, token);

        for (int leap = 0; leap < 3; leap++)
        {
            Task[] before = [scamp.ReadMemoryAsync(s_chip, 0x100, 20 * 256, token).AsTask(), scamp.ReadWordAsync(s_chip, 0x100, token).AsTask()];
            world.Time.Advance(TimeSpan.FromMicroseconds(150));
            time.Leap(TimeSpan.FromHours(hours));
            await world.Time.RunUntilAsync(Task.WhenAll(before), token);
            await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x100, 20 * 256, token).AsTask(), token);
        }

        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task A_client_that_was_kept_from_listening_does_not_give_up_before_it_has_tried_enough(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var time = new LeapingTime(world.Time);
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count <= 2 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { TimeProvider = time }, token);

        Task<uint> reading = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        world.Time.Advance(TimeSpan.FromMilliseconds(10));
        time.Leap(TimeSpan.FromSeconds(11));
        await world.Time.RunUntilAsync(reading, token);

        Assert.That(count, Is.EqualTo(3));
    }

    [Test]
    public async Task What_must_not_be_repeated_is_still_listened_for_after_a_pause([Values] bool refusedBefore, CancellationToken token)
    {
        // Its time is up when the computer goes on, and its answer comes five milliseconds later.
        var world = new SimulatedWorld();
        var time = new LeapingTime(world.Time);
        bool refuse = refusedBefore;
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            if (refuse)
            {
                refuse = false;
                return [ScriptedBoard.Reply(request, ScpResult.P2PBusy)];
            }

            board!.SendLater(ScriptedBoard.Reply(request, ScpResult.Ok, 0, 0, 0x24, 0x60), TimeSpan.FromSeconds(5.005), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { TimeProvider = time }, token);

        Task<uint> allocating = scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        time.Leap(TimeSpan.FromSeconds(60));

        Assert.That(await world.Time.RunUntilAsync(allocating, token), Is.EqualTo(0x6024_0000));
    }

    [Test]
    public async Task A_local_error_of_sending_is_in_the_error_of_the_request(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network) { OnSend = _ => throw new SpinnakerConnectionException("Sending was forbidden by the firewall.") };
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network }, token);

        Task<uint> reading = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        SpinnakerTimeoutException? error = await Assert.ThrowsAsync<SpinnakerTimeoutException>(() => reading);
        Assert.That(error!.Message, Does.Contain("Sending was forbidden by the firewall."));
        Assert.That(error.LastSendError!.Message, Is.EqualTo("Sending was forbidden by the firewall."));
    }
}
