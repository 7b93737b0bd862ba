using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>How fast streams are on the model of time: 100 Mb/s on the wire, and 50 microseconds of the monitor for each datagram, or none.</summary>
internal sealed class StreamingSpeedTests
{
    private const int Length = 2_000_000;
    private const double OutByMonitor = 42.24;
    private const double InByMonitor = 41.6;

    private static readonly StreamingOptions s_options = StreamingBench.Options with { Verification = StreamingVerification.None };

    [TestCase(false, 50, 0, 0.97 * OutByMonitor, 0.97 * InByMonitor)]
    [TestCase(true, 50, 0, 0.97 * OutByMonitor, 0.97 * InByMonitor)]
    [TestCase(false, 50, 0.01, 0.95 * OutByMonitor, 0.95 * InByMonitor)]
    [TestCase(false, 0, 0, 60, 55)]
    [CancelAfter(120_000)]
    public async Task Streams_are_as_fast_as_the_model_lets_them(bool isLarge, int microseconds, double loss, double leastOut, double leastIn)
    {
        CancellationToken cancellationToken = TestContext.CurrentContext.CancellationToken;
        ServiceTime model = ServiceTime.Hardware with { PerStreamedDatagram = TimeSpan.FromMicroseconds(microseconds) };
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(isLarge ? TestMachine.Spin5 : TestMachine.Spin3) with { ServiceTime = model }, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        var faults = new LinkFaults { Loss = loss };
        machine.Virtual.Faults = new FaultOptions { Ingress = faults, Egress = faults };
        foreach (ChipLocation chip in new ChipLocation[] { new(0, 0), new(1, 1) })
        {
            byte[] data = StreamingBench.Pattern(Length);
            StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(chip, StreamingBench.Address, data));
            var found = new byte[Length];
            StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(chip, StreamingBench.Address, found));

            Assert.That(found, Is.EqualTo(data));
            Assert.That(read.MegabitsPerSecond, Is.GreaterThanOrEqualTo(leastOut), $"out of {chip}");
            Assert.That(written.MegabitsPerSecond, Is.GreaterThanOrEqualTo(leastIn), $"into {chip}");
        }

        machine.Virtual.Faults = new FaultOptions();
        await machine.EndAsync(streaming);
    }

    [Test]
    public void Megabits_are_the_bytes_of_the_caller_in_the_time_of_the_caller()
    {
        var one = new StreamingStatistics { Bytes = 1_000_000, StreamedBytes = 999_000, Repaired = 5_000_000, Elapsed = TimeSpan.FromSeconds(0.5) };

        Assert.That(one.MegabitsPerSecond, Is.EqualTo(16));
        Assert.That(new StreamingStatistics { Bytes = 4 }.MegabitsPerSecond, Is.Zero);
        Assert.That(one.ToString(), Is.EqualTo("1000000 bytes in 0.5 s, 16 Mb/s, 0 rounds, 0 lost, 0 duplicates"));
    }
}
