using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary>A machine that is open for streams.</summary>
internal sealed class FastMachine(Transceiver transceiver, MemoryStreaming streaming) : IAsyncDisposable
{
    /// <summary>The machine.</summary>
    public Transceiver Transceiver => transceiver;

    /// <summary>The streams.</summary>
    public MemoryStreaming Streaming => streaming;

    /// <summary>Ends the streams.</summary>
    /// <exception cref="CommandFailedException">Some routers did not get their settings back.</exception>
    public async Task EndAsync()
    {
        await streaming.DisposeAsync();
        if (streaming.CleanUpError is { } error)
            throw new CommandFailedException($"The memory was moved, but not everything is as before: {error.Message}", error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await streaming.DisposeAsync();
        await transceiver.DisposeAsync();
    }
}
