using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about tags.</summary>
internal sealed class TagSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Listen(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:tags-listen:START
        await using EieioConnection listener = await EieioConnection.ListenAsync(cancellationToken);
        await using Subscription<EieioMessage> messages = listener.SubscribeAsync(cancellationToken);
        await transceiver.Tags.SetAsync(tag: 1, listener, cancellationToken: cancellationToken);

        machine.Run(new CoreLocation(0, 0, 1), new SpikeStreamApplication { Tag = 1, Keys = [7], Count = 100 });
        await foreach (EieioMessage message in messages)
        {
            if (message is EieioDataMessage data)
                Console.WriteLine(string.Join(", ", data.Elements.Select(element => element.Key)));

            break;
        }

        // CODE_SECTION:tags-listen:END
        Assert.That(messages.Dropped, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task Set(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:tags-set:START
        await transceiver.Tags.SetAsync(tag: 2, "192.168.240.1", port: 17895, strip: false, cancellationToken: cancellationToken);
        await transceiver.Tags.SetAsync(tag: 3, "localhost", port: 17896, board: new ChipLocation(0, 0), cancellationToken: cancellationToken);

        // CODE_SECTION:tags-set:END
        Assert.That((await transceiver.Tags.GetAsync(cancellationToken)).Select(static tag => tag.Entry.Port), Is.EqualTo(new ushort[] { 17895, 17896 }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Reverse(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:tags-reverse:START
        await transceiver.Tags.SetReverseAsync(tag: 4, port: 12345, new CoreLocation(0, 0, 1), cancellationToken: cancellationToken);
        foreach (BoardTag tag in await transceiver.Tags.GetAsync(cancellationToken))
            Console.WriteLine(tag);

        await transceiver.Tags.ClearAsync(tag: 4, cancellationToken: cancellationToken);

        // CODE_SECTION:tags-reverse:END
        Assert.That(await transceiver.Tags.GetAsync(cancellationToken), Is.Empty);
    }
}
