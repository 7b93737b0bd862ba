using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>Reports events to all subscribers. A subscriber that is too slow misses the oldest events.</summary>
internal sealed class EventHub
{
    private const int MostWaiting = 4096;

    private readonly Lock _gate = new();
    private readonly List<Channel<MachineEvent>> _watchers = [];
    private bool _closed;

    public void Publish(MachineEvent happened)
    {
        lock (_gate)
        {
            foreach (Channel<MachineEvent> watcher in _watchers)
                watcher.Writer.TryWrite(happened);
        }
    }

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateBounded<MachineEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_closed)
                watcher.Writer.Complete();
            else
                _watchers.Add(watcher);
        }

        return ReadAsync(watcher, cancellationToken);
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (Channel<MachineEvent> watcher in _watchers)
                watcher.Writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<MachineEvent> ReadAsync(Channel<MachineEvent> watcher, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (MachineEvent happened in watcher.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return happened;
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(watcher);
        }
    }
}
