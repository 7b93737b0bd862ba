using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>How much of what a board can serve arrives, whatever the network loses. On a simulated clock: the same each time, on any machine.</summary>
[CancelAfter(120_000)]
internal sealed class GoodputTests
{
    private const int Requests = 8192;
    private const int Seeds = 5;

    private static readonly ChipLocation s_chip = new(0, 0);
    private static readonly TimeSpan s_service = TimeSpan.FromMicroseconds(60);

    [TestCase(0.0, 0.99)]
    [TestCase(0.001, 0.98)]
    [TestCase(0.01, 0.97)]
    [TestCase(0.05, 0.94)]
    public async Task A_bad_network_costs_little_more_than_what_it_loses(double loss, double least, CancellationToken token)
    {
        double worst = 1;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var world = new SimulatedWorld(TimeSpan.FromMicroseconds(15));
            await using var board = new QueueingBoard(world, s_service, faults: new LinkFaults { Loss = loss, Seed = seed });
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

            double part = await GoodputAsync(world, scamp, token);
            Show($"loss {loss} seed {seed}", part, board, scamp);
            worst = Math.Min(worst, part);
        }

        Assert.That(worst, Is.GreaterThanOrEqualTo(least));
    }

    [Test]
    public async Task Doubled_and_reordered_replies_cost_little(CancellationToken token)
    {
        double worst = 1;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var world = new SimulatedWorld(TimeSpan.FromMicroseconds(15));
            var faults = new LinkFaults { Duplication = 0.02, Reordering = 0.02, ReorderingDelay = TimeSpan.FromMicroseconds(300), Seed = seed };
            await using var board = new QueueingBoard(world, s_service, faults: faults);
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

            double part = await GoodputAsync(world, scamp, token);
            Show($"reordering seed {seed}", part, board, scamp);
            worst = Math.Min(worst, part);
        }

        Assert.That(worst, Is.GreaterThanOrEqualTo(0.97));
    }

    [Test]
    public async Task A_board_with_few_places_is_not_flooded_by_a_larger_window([Values(4, 6, 8)] int places, [Values(12, 32, 128)] int window, CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(15));
        await using var board = new QueueingBoard(world, s_service, places);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);

        double part = await GoodputAsync(world, scamp, token);
        Show($"places {places} window {window}", part, board, scamp);

        Assert.That(part, Is.GreaterThanOrEqualTo(0.97));
        Assert.That(board.Dropped, Is.LessThanOrEqualTo(board.Received / 50));
    }

    [Test]
    public async Task Clients_that_share_a_board_come_to_have_about_equal_shares([Values(8, 32)] int window, [Values(0, 1, 37, 700)] int laterByMicroseconds, CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(15));
        await using var board = new QueueingBoard(world, s_service, places: 8);
        await using ScampConnection first = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);
        await using ScampConnection second = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task one = ReadForeverAsync(first, stop.Token);
        world.Time.Advance(TimeSpan.FromMicroseconds(laterByMicroseconds));
        Task other = ReadForeverAsync(second, stop.Token);

        // The one that comes later may find the board full, and learn of places only when it tries again.
        world.Time.Advance(TimeSpan.FromSeconds(4));
        (long firstBefore, long secondBefore, int receivedBefore, int droppedBefore) = (first.Statistics.Answered, second.Statistics.Answered, board.Received, board.Dropped);
        Show("first before", firstBefore / 50000.0, board, first);
        Show("second before", secondBefore / 50000.0, board, second);

        world.Time.Advance(4 * Requests * s_service);
        double a = (first.Statistics.Answered - firstBefore) / (4.0 * Requests);
        double b = (second.Statistics.Answered - secondBefore) / (4.0 * Requests);
        await stop.CancelAsync();
        await Task.WhenAll(one, other);

        Show("first", a, board, first);
        Show("second", b, board, second);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(a + b, Is.GreaterThanOrEqualTo(0.92));
            Assert.That(Math.Min(a, b), Is.GreaterThanOrEqualTo(0.35));
            Assert.That(board.Dropped - droppedBefore, Is.LessThanOrEqualTo((board.Received - receivedBefore) / 50));
        }
    }

    [Test]
    public async Task A_fast_path_with_a_long_way_gets_the_window_it_is_allowed([Values(8, 32, 128)] int window, [Values(0.0, 0.001)] double loss, CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(250));
        await using var board = new QueueingBoard(world, TimeSpan.FromMicroseconds(1), faults: new LinkFaults { Loss = loss, Seed = 3 });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);
        await GoodputAsync(world, scamp, token);
        TimeSpan start = world.Time.Elapsed;

        await GoodputAsync(world, scamp, token);

        double part = (world.Time.Elapsed - start) / (Requests * TimeSpan.FromMicroseconds(500) / window);
        Show($"window {window} loss {loss}", 1 / part, board, scamp);
        Assert.That(1 / part, Is.GreaterThanOrEqualTo(0.85));
        if (loss == 0)
            Assert.That(scamp.Statistics.Window, Is.EqualTo(window));
    }

    [Test]
    public async Task A_slow_chip_is_found_out_with_no_setting_touched(CancellationToken token)
    {
        var world = new SimulatedWorld(TimeSpan.FromMicroseconds(15));
        await using var board = new QueueingBoard(world, TimeSpan.FromMilliseconds(1), places: 8);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(new ChipLocation(5, 3), 0x6000_0000, 1024 * 256, token).AsTask(), token);

        double part = 1024 * TimeSpan.FromMilliseconds(1) / world.Time.Elapsed;
        Show("slow chip", part, board, scamp);
        Assert.That(part, Is.GreaterThanOrEqualTo(0.98));
        Assert.That(scamp.Statistics.Resent, Is.Zero);
    }

    private static async Task ReadForeverAsync(ScampConnection scamp, CancellationToken token)
    {
        try
        {
            while (true)
                await scamp.ReadMemoryAsync(s_chip, 0x6000_0000, new byte[1 << 20], cancellationToken: token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As was asked.
        }
    }

    /// <summary>Reads, compares, and gives the part of what the board could have served in that time.</summary>
    private static async Task<double> GoodputAsync(SimulatedWorld world, ScampConnection scamp, CancellationToken token)
    {
        TimeSpan start = world.Time.Elapsed;
        byte[] data = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, Requests * 256, token).AsTask(), token);
        Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, Requests * 256)), Is.True);
        return Requests * s_service / (world.Time.Elapsed - start);
    }

    private static void Show(string what, double part, QueueingBoard board, ScampConnection scamp)
    {
        ConnectionStatistics statistics = scamp.Statistics;
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {part:0.000} of ideal, window {statistics.Window}, lost {board.Lost}, dropped {board.Dropped} of {board.Received}, resent {statistics.ResentWhenOvertaken} overtaken + {statistics.ResentAfterTimeout} late, needlessly {statistics.ResentNeedlessly}, evidence {statistics.ResendWhenOvertakenBy}, reductions {statistics.WindowReductions}"));
    }
}
