using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Streaming;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>Streams over bad networks, from seeds: the data are right, the routers are as before, and no program has stopped.</summary>
internal sealed class StreamingSeedTests
{
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("SPINNMAN_STREAMING_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) ? seeds : 100;

    private static readonly ChipLocation[] s_chips = [new(0, 0), new(1, 1), new(1, 0)];

    [Test, CancelAfter(1_800_000)]
    public async Task Bad_networks_spoil_nothing(CancellationToken cancellationToken)
    {
        int seeds = Seeds;
        var sum = new StreamingStatistics();
        for (int seed = 0; seed < seeds; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum = await RunOneAsync(seed, sum, cancellationToken);
        }

        Assert.That(sum.Lost, Is.GreaterThan(seeds), "something was lost");
        Assert.That(sum.Duplicates, Is.GreaterThan(seeds), "something came twice");
        Assert.That(sum.StreamedBytes, Is.EqualTo(sum.Bytes), "nothing went by SCP");
    }

    private static async Task<StreamingStatistics> RunOneAsync(int seed, StreamingStatistics sum, CancellationToken cancellationToken)
    {
        // One of a hundred up to one of ten, alone and together, each way.
        var faults = new LinkFaults
        {
            Loss = seed % 3 == 0 ? 0 : 0.01 * (1 + (seed % 5)),
            Duplication = seed % 4 == 0 ? 0 : 0.01 * (1 + (seed % 7)),
            Reordering = seed % 5 == 0 ? 0 : 0.02 * (1 + (seed % 5)),
        };
        VirtualMachineOptions options = SimulatedMachine.OptionsFor(TestMachine.Spin3) with { ServiceTime = seed % 2 == 0 ? ServiceTime.Hardware : ServiceTime.None, Seed = (ulong)seed };
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(options, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(StreamingBench.Options with { KeepsPrograms = true, SmallestStream = 4, Verification = StreamingVerification.None });
        machine.Virtual.Faults = new FaultOptions { Ingress = faults, Egress = faults };
        foreach ((ChipLocation chip, int length) in s_chips.Zip(new[] { 12_000, 520 + (4 * (seed % 70)), 30_000 + (4 * seed) }))
        {
            byte[] data = StreamingBench.Pattern(length, seed);
            StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(chip, StreamingBench.Address, data));
            Assert.That(machine.Read(chip, StreamingBench.Address, length), Is.EqualTo(data), $"seed {seed}, written to {chip}: {written}");
            var found = new byte[length];
            StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(chip, StreamingBench.Address, found));
            Assert.That(found, Is.EqualTo(data), $"seed {seed}, read from {chip}: {read}");
            Assert.That(written.Fallbacks.Concat(read.Fallbacks), Is.Empty, $"seed {seed}");
            sum = Add(Add(sum, written), read);
        }

        await machine.EndAsync(streaming);
        machine.Virtual.Faults = new FaultOptions();
        Assert.That(streaming.Unserved, Is.Empty, $"seed {seed}");
        Assert.That(
            (await machine.StatusAsync(streaming)).Values,
            Has.All.Matches<ReinjectionStatus>(static status => status.FirstTimeout == RouterTimeout.Usual && status.SecondTimeout == RouterTimeout.Zero && status.Packets == ReinjectedPackets.Multicast),
            $"seed {seed}");
        Assert.That(streaming.Monitors.Cores.Values.Concat(streaming.Monitors.Gatherers.Values).Select(machine.Look), Has.All.Matches<CoreInfo>(static core => core.State == CoreState.Running), $"seed {seed}");
        return sum;
    }

    private static StreamingStatistics Add(StreamingStatistics sum, StreamingStatistics one) => sum with
    {
        Bytes = sum.Bytes + one.Bytes,
        StreamedBytes = sum.StreamedBytes + one.StreamedBytes,
        Lost = sum.Lost + one.Lost,
        Duplicates = sum.Duplicates + one.Duplicates,
    };
}
