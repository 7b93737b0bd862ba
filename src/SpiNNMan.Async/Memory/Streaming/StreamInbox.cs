using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Gives the datagrams of a board to the transfer that it is busy with. Those of no transfer are dropped.</summary>
internal sealed class StreamInbox(TimeProvider time, bool inline) : IDatagramSink
{
    private readonly Lock _gate = new();
    private IStreamReceiver? _receiver;
    private long _lastArrival;

    /// <summary>Wakes the transfer.</summary>
    public StreamSignal Signal { get; } = new(time, inline);

    /// <summary>When the last datagram came, by the clock's timestamp; 0 if none came yet.</summary>
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <summary>Gives datagrams to a transfer from now on. The transfer may be looked at while <see cref="Look"/> runs only.</summary>
    public void Attach(IStreamReceiver receiver)
    {
        lock (_gate)
            _receiver = receiver;
    }

    /// <summary>Gives datagrams to no transfer. From its return on, the memory of the transfer is written no more.</summary>
    public void Detach()
    {
        lock (_gate)
            _receiver = null;
    }

    /// <summary>Looks at the transfer while no datagram comes.</summary>
    public T Look<T>(Func<T> look)
    {
        lock (_gate)
            return look();
    }

    /// <inheritdoc/>
    public void Accept(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        bool wakes;
        lock (_gate)
        {
            Volatile.Write(ref _lastArrival, time.GetTimestamp());
            wakes = _receiver?.Take(datagram) is true;
        }

        if (wakes)
            Signal.Set();
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
