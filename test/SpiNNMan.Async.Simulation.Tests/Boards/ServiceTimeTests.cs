using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>How long commands take on a machine that takes as long as a real one.</summary>
internal sealed class ServiceTimeTests
{
    private static IEnumerable<TestCaseData> Commands()
    {
        yield return Case("READ 256", Scp.Read(0x60300000, 256), 71);
        yield return Case("READ 256 of another chip", Scp.Read(0x60300000, 256, x: 1), 71 + 250 + 640);
        yield return Case("FILL of a megabyte", Scp.Request(5, first: 0x60300000, third: 1 << 20), 45 + 10240);
        yield return Case("APP_COPY_RUN of 1000 words", Scp.Request(21, first: 0, second: 4000), 45 + 5000);
        yield return Case("FFD of 64 words, 24 microseconds apart, three times", Scp.Request(23, first: 0x3F1A0002, second: 63 << 8), 45 + (6 * 24 * 3 * 66));
    }

    [TestCaseSource(nameof(Commands))]
    public void Commands_take_their_time(byte[] request, int microseconds)
    {
        using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        Assert.That(bench.Send(request), Is.Empty);
        Assert.That(bench.Wait(TimeSpan.FromMicroseconds(microseconds - 1)), Is.Empty);

        // On the wire are some 7 to 34 microseconds each way.
        Assert.That(bench.Wait(TimeSpan.FromMicroseconds(70)), Has.Count.EqualTo(1));
    }

    private static TestCaseData Case(string name, byte[] request, int microseconds) => new TestCaseData(request, microseconds).SetArgDisplayNames(name);
}
