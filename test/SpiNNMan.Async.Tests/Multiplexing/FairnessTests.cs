using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>Callers of one connection take turns, and chips do not wait for each other.</summary>
[CancelAfter(60_000)]
internal sealed class FairnessTests
{
    private static readonly TimeSpan s_service = TimeSpan.FromMicroseconds(60);
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task A_single_request_waits_for_one_window_of_each_transfer_at_most([Values(1, 3)] int transfers, CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(10));
        await using var board = new QueueingBoard(world, s_service);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task[] loads = [.. Enumerable.Range(0, transfers).Select(_ => scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 1 << 20, token).AsTask())];
        world.Time.Advance(TimeSpan.FromMilliseconds(50));
        TimeSpan start = world.Time.Elapsed;

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        // What is in flight, one piece of each transfer, itself, and the way there and back.
        Assert.That(world.Time.Elapsed - start, Is.LessThanOrEqualTo(((8 + transfers + 1) * s_service) + TimeSpan.FromMicroseconds(40)));
        Assert.That(loads.Any(load => load.IsCompleted), Is.False);
        await world.Time.RunUntilAsync(Task.WhenAll(loads), token);
    }

    [Test]
    public async Task Sixty_four_callers_get_the_same_each_and_all_that_the_board_serves(CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(10));
        await using var board = new QueueingBoard(world, s_service);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        int[] answered = new int[64];
        Task[] callers = [.. Enumerable.Range(0, 64).Select(CallAsync)];

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Assert.That(answered.Max() - answered.Min(), Is.LessThanOrEqualTo(1));
        Assert.That(answered.Sum() * s_service, Is.GreaterThan(TimeSpan.FromSeconds(0.99)));

        async Task CallAsync(int caller)
        {
            try
            {
                while (true)
                {
                    await scamp.ReadWordAsync(s_chip, 0x100, stop.Token).ConfigureAwait(false);
                    answered[caller]++;
                }
            }
            catch (OperationCanceledException)
            {
                // As was asked.
            }
        }
    }

    [Test]
    public async Task Transfers_of_different_lengths_take_turns(CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(10));
        await using var board = new QueueingBoard(world, s_service);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task large = scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 4 << 20, token).AsTask();
        TimeSpan start = world.Time.Elapsed;

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6100_0000, 256 * 256, token).AsTask(), token);

        Assert.That(world.Time.Elapsed - start, Is.LessThan((512 + 20) * s_service), "every other piece was its own");
        await world.Time.RunUntilAsync(large, token);
    }

    [Test]
    public async Task A_chip_has_no_more_in_flight_than_its_own_window_and_others_go_on([Values(1, 4)] int remote, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int inFlight = 0;
        int most = 0;
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            byte[] reply = ScriptedBoard.Answer(request);
            if (request[7] != 3)
                return [reply];

            most = Math.Max(most, ++inFlight);
            ITimer? timer = null;
            timer = world.Time.CreateTimer(
                _ =>
                {
                    inFlight--;
                    board!.Send(reply, board.Client!);
                    timer!.Dispose();
                },
                null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { RemoteChipWindow = remote, Chip = s_chip }, token);
        Task<byte[]> slow = scamp.ReadMemoryAsync(new ChipLocation(3, 5), 0x6000_0000, 64 * 256, token).AsTask();

        byte[] fast = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6100_0000, 64 * 256, token).AsTask(), token);

        Assert.That(slow.IsCompleted, Is.False);
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(4)));
        Assert.That(fast, Is.EqualTo(ScriptedBoard.MemoryAt(0x6100_0000, 64 * 256)));
        Assert.That(await world.Time.RunUntilAsync(slow, token), Is.EqualTo(ScriptedBoard.MemoryAt(0x6000_0000, 64 * 256)));
        Assert.That(most, Is.EqualTo(remote));
    }

    [Test]
    public async Task Closing_and_cancelling_reach_what_is_set_aside_for_a_chip(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { RemoteChipWindow = 1, Chip = s_chip }, token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        var remote = new ChipLocation(3, 5);
        Task<uint> first = scamp.ReadWordAsync(remote, 0x100, token).AsTask();
        Task<uint> cancelled = scamp.ReadWordAsync(remote, 0x100, source.Token).AsTask();
        Task<uint> closed = scamp.ReadWordAsync(remote, 0x100, token).AsTask();
        Task<byte[]> transfer = scamp.ReadMemoryAsync(remote, 0x100, 1000, token).AsTask();
        Assert.That(scamp.Statistics.Queued, Is.EqualTo(3));

        await source.CancelAsync();
        Assert.That(cancelled.IsCanceled, Is.True);
        await scamp.DisposeAsync();

        foreach (Task task in new Task[] { first, closed, transfer })
            Assert.That(async () => await task, Throws.TypeOf<SpinnakerConnectionClosedException>());
        ConnectionStatistics statistics = scamp.Statistics;
        Assert.That((statistics.InFlight, statistics.Queued, scamp.OutstandingBuffers), Is.EqualTo((0, 0, 0)));
    }
}
