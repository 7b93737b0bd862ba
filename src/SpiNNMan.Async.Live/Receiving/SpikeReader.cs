using System.Runtime.CompilerServices;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Events one by one.</summary>
/// <remarks>It may be enumerated once, and ends with the run. Made by <c>LiveRun.SpikesAsync</c>.</remarks>
public sealed class SpikeReader : IAsyncEnumerable<Spike>, IAsyncEnumerator<Spike>, IDisposable
{
    private readonly BatchReader _batches;
    private int _next;

    internal SpikeReader(BatchReader batches) => _batches = batches;

    /// <inheritdoc cref="BatchReader.Dropped"/>
    public long Dropped => _batches.Dropped;

    /// <inheritdoc cref="BatchReader.Waiting"/>
    public int Waiting => _batches.Waiting;

    /// <summary>The event that was read last.</summary>
    public Spike Current { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="SubscriptionReadTwiceException">A loop reads it already, or has read it: ask the run for another reader.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of before it was read.</exception>
    public IAsyncEnumerator<Spike> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _batches.Begin(cancellationToken);
        return this;
    }

    /// <summary>Waits for the next event.</summary>
    /// <returns><see langword="false"/> when the run is over.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ValueTask<bool> MoveNextAsync()
    {
        if (TryAdvance())
            return ValueTask.FromResult(true);

        return AdvanceAsync(_batches.MoveNextAsync());
    }

    /// <inheritdoc cref="BatchReader.Dispose"/>
    public void Dispose() => _batches.Dispose();

    /// <inheritdoc cref="BatchReader.Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AdvanceAsync(ValueTask<bool> moving)
    {
        bool moved = await moving.ConfigureAwait(false);
        _next = 0;
        return moved && TryAdvance();
    }

    private bool TryAdvance()
    {
        ReadOnlySpan<Spike> spikes = _batches.Current.Span;
        if (_next >= spikes.Length)
            return false;

        Current = spikes[_next++];
        return true;
    }
}
