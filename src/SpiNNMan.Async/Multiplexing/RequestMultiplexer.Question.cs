using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Multiplexing;

/// <content>What the engine asks of its own accord.</content>
internal sealed partial class RequestMultiplexer
{
    /// <summary>Asks the board's own chip whether it is there. That something comes is all that is wanted of it.</summary>
    /// <param name="home">The chip with the board's Ethernet.</param>
    public void AskBoard(ChipLocation home) => _ = LongLived.Start((Multiplexer: this, Home: home), static asked => asked.Multiplexer.AskBoardAsync(asked.Home));

    private async Task AskBoardAsync(ChipLocation home)
    {
        var request = new GetVersion(home.Monitor);
        ReplySlot slot = _slots.Get();
        slot.Prepare(Codec.Encode(request, home), RequestTraits.Of<GetVersion, VersionInfo>(request), completeInline: true);
        slot.IsQuestion = true;
        ValueTask<Datagram> reply = slot.Task;
        if (!TrySubmit(slot))
        {
            slot.Request?.Dispose();
            slot.Release();
            return;
        }

        try
        {
            (await reply.ConfigureAwait(false)).Dispose();
        }
        catch (SpinnakerException)
        {
            // The engine knows.
        }
    }
}
