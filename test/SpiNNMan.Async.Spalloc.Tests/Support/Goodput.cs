using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>How long a read of memory takes on the simulated clock, by UDP or through the tunnel, over a network with a round trip, and with losses behind the tunnel.</summary>
internal static class Goodput
{
    /// <summary>How many requests a board takes at a time.</summary>
    public const int PiecesInFlight = 8;

    /// <summary>How many bytes a request reads.</summary>
    public const int PieceLength = 256;

    /// <summary>The shortest time in which so much can be read: the window is full all the time, and what is lost is sent once more in place of something else.</summary>
    public static TimeSpan Possible(int length, int roundTrip, double loss) =>
        TimeSpan.FromMilliseconds(roundTrip) * (length / PieceLength / PiecesInFlight / ((1 - loss) * (1 - loss)));

    /// <summary>Reads memory of a board, after it has found out how the way is.</summary>
    public static async Task<TimeSpan> ReadAsync(JobRoute route, int length, int roundTrip, double loss, CancellationToken cancellationToken)
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
                await connection.ReadMemoryAsync(new CoreLocation(0, 0, 0), 0x6000_0000, length, cancellationToken).ConfigureAwait(false);
                taken = world.Time.Elapsed - start;
            },
            cancellationToken);
        return taken;
    }
}
