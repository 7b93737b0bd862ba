using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about what cores print.</summary>
internal sealed class IobufSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Read(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "done" });

        // CODE_SECTION:iobuf-read:START
        Iobuf text = await transceiver.Iobuf.GetAsync(new CoreLocation(0, 0, 1), cancellationToken);
        Console.WriteLine(text);

        foreach (Iobuf one in await transceiver.Iobuf.GetAsync(cancellationToken))
        {
            if (one.Text.Contains("[ERROR]", StringComparison.Ordinal))
                Console.WriteLine(one);
        }

        // CODE_SECTION:iobuf-read:END
        Assert.That(text.Text, Is.EqualTo("done\n"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Bytes(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "done" });

        // CODE_SECTION:iobuf-bytes:START
        IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>> bytes = await transceiver.Iobuf.GetBytesAsync([new CoreLocation(0, 0, 1)], cancellationToken: cancellationToken);

        // CODE_SECTION:iobuf-bytes:END
        Assert.That(bytes[new CoreLocation(0, 0, 1)].ToArray(), Is.EqualTo("done\n"u8.ToArray()));
    }

    [Test, CancelAfter(60_000)]
    public async Task Follow(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "done" });

        // CODE_SECTION:iobuf-follow:START
        await foreach (Iobuf news in transceiver.Iobuf.SubscribeAsync([new CoreLocation(0, 0, 1)], TimeSpan.FromMilliseconds(100), cancellationToken))
        {
            Console.Write(news.Text);
            if (news.Text.Contains("done", StringComparison.Ordinal))
                break;
        }

        // CODE_SECTION:iobuf-follow:END
        Assert.That(machine.Boards[0].Statistics.Received, Is.GreaterThan(0));
    }
}
