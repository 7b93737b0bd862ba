using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>What comes through the tunnel in a second, beside what comes directly at the same round trips and losses.</summary>
internal sealed class GoodputTests
{
    private const int Length = 256 << 10;
    private const int PiecesInFlight = 8;
    private const int PieceLength = 256;

    [Test, CancelAfter(240_000)]
    public async Task A_read_through_the_tunnel_takes_little_longer_than_directly([Values(0, 20, 100)] int roundTrip, [Values(0, 0.01, 0.05)] double loss, CancellationToken cancellationToken)
    {
        TimeSpan direct = await ReadAsync(JobRoute.Direct, roundTrip, loss, cancellationToken);
        TimeSpan tunnel = await ReadAsync(JobRoute.Tunnel, roundTrip, loss, cancellationToken);
        await TestContext.Out.WriteLineAsync($"{roundTrip} ms, {loss:P0}: direct {Length / 1024 / direct.TotalSeconds:0} KiB/s, tunnel {Length / 1024 / tunnel.TotalSeconds:0} KiB/s");

        // A board takes eight requests at a time. With losses, what is lost costs at least a round trip more.
        TimeSpan least = TimeSpan.FromMilliseconds(roundTrip) * (Length / PieceLength / PiecesInFlight);
        TimeSpan allowed = (loss == 0 && least > TimeSpan.Zero ? least : direct) / 0.8;
        Assert.That(tunnel, Is.LessThanOrEqualTo(allowed > direct / 0.8 ? allowed : direct / 0.8));
    }

    private static async Task<TimeSpan> ReadAsync(JobRoute route, int roundTrip, double loss, CancellationToken cancellationToken)
    {
        TimeSpan oneWay = TimeSpan.FromMilliseconds(Math.Max(0.1, roundTrip / 2.0));
        TimeSpan near = TimeSpan.FromMicroseconds(50);
        using var world = new World(boards: 3, route == JobRoute.Direct ? oneWay : near);
        world.Rest.TunnelLatency = oneWay - near;
        TimeSpan taken = TimeSpan.Zero;
        await world.RunAsync(
            async () =>
            {
                var lossy = new LinkFaults { Loss = loss };
                await using VirtualMachine machine = await VirtualMachine.StartAsync(
                    new VirtualMachineOptions
                    {
                        Board = BoardType.Spin5,
                        BindAddress = IPAddress.Parse("10.0.0.1"),
                        UseTruePorts = true,
                        Network = world.Network,
                        TimeProvider = world.Time,
                        Seed = 7,
                        Faults = new FaultOptions { Ingress = lossy, Egress = lossy },
                    },
                    cancellationToken).ConfigureAwait(false);
                await using BoardAllocator allocator = world.Open(rest: true);
                await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
                JobNetwork network = await job.OpenNetworkAsync(route, cancellationToken).ConfigureAwait(false);
                var options = new ScampConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false };
                await using ScampConnection connection = await network.ConnectScampAsync(new ChipLocation(0, 0), options, cancellationToken).ConfigureAwait(false);
                await connection.ReadMemoryAsync(new CoreLocation(0, 0, 0), 0x6000_0000, 8192, cancellationToken).ConfigureAwait(false);
                TimeSpan start = world.Time.Elapsed;
                await connection.ReadMemoryAsync(new CoreLocation(0, 0, 0), 0x6000_0000, Length, cancellationToken).ConfigureAwait(false);
                taken = world.Time.Elapsed - start;
            },
            cancellationToken);
        return taken;
    }
}
