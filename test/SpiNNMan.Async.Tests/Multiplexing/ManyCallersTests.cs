using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>Many callers on one connection to a board behind a bad network: everybody gets what is theirs.</summary>
internal sealed class ManyCallersTests
{
    private const int Callers = 64;
    private const int Length = 50_000;

    private static readonly LinkFaults s_badNetwork = new() { Loss = 0.05, Duplication = 0.05, Reordering = 0.05 };

    [Test, CancelAfter(120_000)]
    public async Task Over_UDP_each_gets_its_own_data(CancellationToken token)
    {
        // Shorter than in simulated worlds, where no loss takes time.
        const int length = 5_000;
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System, s_badNetwork with { Seed = 1 });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => ReadAndCompareAsync(scamp, caller, length, token), token)));

        AssertNothingIsLeft(scamp);
    }

    [Test, CancelAfter(120_000)]
    public async Task In_a_simulated_world_each_gets_its_own_data([Range(0, 199)] int seed, CancellationToken token)
    {
        // The seeds differ in what is lost, doubled and delayed; a failing one fails the same way each time.
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(s_badNetwork with { Seed = seed });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        Task all = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => ReadAndCompareAsync(scamp, caller, Length, token)));
        await world.Time.RunUntilAsync(all, token);

        AssertNothingIsLeft(scamp);
    }

    [Test, CancelAfter(120_000)]
    public async Task With_windows_that_adapt_on_boards_of_few_places_every_byte_is_right([Range(0, 990, 10)] int firstSeed, CancellationToken token)
    {
        // A thousand worlds, ten to a case: windows up to 64, boards with 3 to 16 places, networks from good to very bad.
        for (int seed = firstSeed; seed < firstSeed + 10; seed++)
        {
            var random = new Random(seed);
            var world = new SimulatedWorld(TimeSpan.FromMicroseconds(random.Next(5, 200)));
            var faults = new LinkFaults
            {
                Seed = seed,
                Loss = random.Next(3) * 0.04 * random.NextDouble(),
                Duplication = random.Next(2) * 0.05,
                Reordering = random.Next(2) * 0.05,
                ReorderingDelay = TimeSpan.FromMicroseconds(random.Next(50, 1000)),
            };
            await using var board = new QueueingBoard(world, TimeSpan.FromMicroseconds(random.Next(10, 100)), random.Next(3, 17), faults);
            ScampConnectionOptions options = world.Options with { MaxWindow = random.Next(1, 65), RemoteChipWindow = random.Next(2) == 0 ? null : random.Next(1, 9) };
            await using ScampConnection first = await ScampConnection.ConnectAsync(board.EndPoint, options, token);
            await using ScampConnection second = await ScampConnection.ConnectAsync(board.EndPoint, options, token);

            Task all = Task.WhenAll(Enumerable.Range(0, 8).Select(caller => ReadAndCompareAsync(caller < 6 ? first : second, caller, 15_000, token)));
            await world.Time.RunUntilAsync(all, token);

            foreach (ScampConnection scamp in new[] { first, second })
            {
                ConnectionStatistics statistics = scamp.Statistics;
                Assert.That((statistics.InFlight, statistics.Queued, statistics.Answered), Is.EqualTo((0, 0, statistics.Sent)), $"seed {seed}");
                Assert.That(statistics.MostInFlight, Is.LessThanOrEqualTo(options.MaxWindow), $"seed {seed}");
                Assert.That(scamp.OutstandingBuffers, Is.LessThanOrEqualTo(1), $"seed {seed}");
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task The_same_seed_gives_the_same_run([Values(3, 4)] int seed, CancellationToken token)
    {
        (ConnectionStatistics Statistics, TimeSpan Elapsed) first = await RunAsync();
        (ConnectionStatistics Statistics, TimeSpan Elapsed) second = await RunAsync();

        Assert.That(second, Is.EqualTo(first));

        async Task<(ConnectionStatistics, TimeSpan)> RunAsync()
        {
            var world = new SimulatedWorld();
            await using ScriptedBoard board = world.Board(s_badNetwork with { Seed = seed });
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
            await world.Time.RunUntilAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(caller => ReadAndCompareAsync(scamp, caller, 20_000, token))), token);
            TimeSpan elapsed = world.Time.Elapsed;

            // What is still on its way is counted too, or it would matter which of the datagrams of the last instant came first.
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return (scamp.Statistics, elapsed);
        }
    }

    private static async Task ReadAndCompareAsync(ScampConnection scamp, int caller, int length, CancellationToken token)
    {
        // Odd addresses and lengths as well: the last piece is short and read byte by byte.
        uint address = 0x6000_0000 + (uint)(caller * (length + 13));
        byte[] data = await scamp.ReadMemoryAsync(new ChipLocation((byte)(caller % 3), 0), address, length, token);
        if (!data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(address, length)))
            Assert.Fail($"Caller {caller} got data that is not its own.");
    }

    private static void AssertNothingIsLeft(ScampConnection scamp)
    {
        ConnectionStatistics statistics = scamp.Statistics;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.MostInFlight, Is.LessThanOrEqualTo(8));
            Assert.That(statistics.InFlight, Is.Zero);
            Assert.That(statistics.Queued, Is.Zero);
            Assert.That(statistics.Resent, Is.GreaterThan(0), "the network was bad enough to matter");
            Assert.That(statistics.Answered, Is.EqualTo(statistics.Sent));

            // Second copies of the last replies may still come; the pump holds one buffer to receive the next datagram in.
            Assert.That(() => scamp.OutstandingBuffers, Is.LessThanOrEqualTo(1).After(30_000, 1));
        }
    }
}
