using NSubstitute;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about testing.</summary>
internal sealed class TestingSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Mock(CancellationToken cancellationToken)
    {
        // CODE_SECTION:testing-mock:START
        MachineMemory memory = Substitute.For<MachineMemory>();
        memory.ReadWordAsync(Arg.Any<CoreLocation>(), 0x60300000, Arg.Any<CancellationToken>()).Returns(42u);
        Transceiver transceiver = Substitute.For<Transceiver>();
        transceiver.Memory.Returns(memory);

        uint counter = await Counters.ReadAsync(transceiver, new ChipLocation(1, 1), cancellationToken);

        // CODE_SECTION:testing-mock:END
        Assert.That(counter, Is.EqualTo(42));
    }

    [Test, CancelAfter(60_000)]
    public async Task Udp(CancellationToken cancellationToken)
    {
        // CODE_SECTION:testing-udp:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        await transceiver.Memory.WriteWordAsync(new ChipLocation(1, 1), 0x60300000, 7, cancellationToken);

        uint counter = await Counters.ReadAsync(transceiver, new ChipLocation(1, 1), cancellationToken);

        // CODE_SECTION:testing-udp:END
        Assert.That(counter, Is.EqualTo(7));
    }

    private static class Counters
    {
        // CODE_SECTION:testing-subject:START
        // Reads a counter that a program keeps at the start of a block of SDRAM.
        public static async Task<uint> ReadAsync(Transceiver transceiver, ChipLocation chip, CancellationToken cancellationToken) =>
            await transceiver.Memory.ReadWordAsync(chip, 0x60300000, cancellationToken);

        // CODE_SECTION:testing-subject:END
    }
}
