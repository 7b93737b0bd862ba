using NSubstitute;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Samples;

/// <summary>Tests a function without any machine: all parts of a transceiver can be replaced by doubles.</summary>
internal static class MockSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        MachineMemory memory = Substitute.For<MachineMemory>();
        memory.ReadWordAsync(Arg.Any<CoreLocation>(), 0x60300000, Arg.Any<CancellationToken>()).Returns(41u, 42u);
        Transceiver transceiver = Substitute.For<Transceiver>();
        transceiver.Memory.Returns(memory);

        output.WriteLine($"the counter went up by {await CountAsync(transceiver, cancellationToken)}");
        await memory.Received(2).ReadWordAsync(new CoreLocation(0, 0, 0), 0x60300000, cancellationToken);
    }

    /// <summary>The function under test: how much a counter of a program goes up between two looks.</summary>
    private static async Task<uint> CountAsync(Transceiver transceiver, CancellationToken cancellationToken)
    {
        uint before = await transceiver.Memory.ReadWordAsync(new CoreLocation(0, 0, 0), 0x60300000, cancellationToken);
        return await transceiver.Memory.ReadWordAsync(new CoreLocation(0, 0, 0), 0x60300000, cancellationToken) - before;
    }
}
