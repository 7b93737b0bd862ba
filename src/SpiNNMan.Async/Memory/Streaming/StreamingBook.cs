using SpiNNMan.Async.Access;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The streams of a machine that are open. They are closed before the machine is.</summary>
internal sealed class StreamingBook(MachineConnections connections)
{
    private readonly HashSet<MemoryStreaming> _open = [];

    /// <summary>Loads programs; set by the machine, which is above this.</summary>
    public IProgramLoader? Loader { get; set; }

    public async Task<MemoryStreaming> OpenAsync(StreamingOptions options, CancellationToken cancellationToken)
    {
        options.MakeReadOnly();
        MemoryStreaming streaming = await StreamingOpener.OpenAsync(connections, Loader!, options, cancellationToken).ConfigureAwait(false);
        lock (_open)
            _open.Add(streaming);

        streaming.OnClosed = Forget;
        return streaming;
    }

    public Task<ExtraMonitors> FindAsync(StreamingOptions options, CancellationToken cancellationToken)
    {
        options.MakeReadOnly();
        connections.ThrowIfDisposed();
        return ProgramSurvey.RunAsync(connections, options, cancellationToken);
    }

    public async Task CloseAsync()
    {
        MemoryStreaming[] open;
        lock (_open)
            open = [.. _open];

        await Task.WhenAll(open.Select(static streaming => streaming.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private void Forget(MemoryStreaming streaming)
    {
        lock (_open)
            _open.Remove(streaming);
    }
}
