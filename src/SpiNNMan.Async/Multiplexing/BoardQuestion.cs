using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Codec;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>The question of the engine to a board before it gives the board up.</summary>
internal static class BoardQuestion
{
    /// <summary>Asks the chip of the board for its version. Any reply shows that the board is there.</summary>
    /// <param name="codec">Encodes the question.</param>
    /// <param name="slot">Waits for the reply.</param>
    /// <param name="submit">Gives the question to the engine; <see langword="false"/> if the connection is closed.</param>
    /// <param name="home">The chip with the board's Ethernet.</param>
    public static async Task AskAsync(RequestCodec codec, ReplySlot slot, Func<ReplySlot, bool> submit, ChipLocation home)
    {
        var request = new GetVersion(home.Monitor);
        slot.Prepare(codec.Encode(request, home), RequestTraits.Of<GetVersion, VersionInfo>(request), completeInline: true);
        slot.IsQuestion = true;
        ValueTask<Datagram> reply = slot.Task;
        if (!submit(slot))
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
            // The engine has the outcome.
        }
    }
}
