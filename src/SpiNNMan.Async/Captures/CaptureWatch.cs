using System.Net;

namespace SpiNNMan.Async.Captures;

/// <summary>Tells a watcher of datagrams, one after the other. A watcher that fails is told no more.</summary>
internal sealed class CaptureWatch(Action<CapturedDatagram> watcher)
{
    private readonly Lock _gate = new();
    private int _told;

    /// <summary>Why the watcher is told no more; <see langword="null"/> if it is.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Tells of a datagram.</summary>
    public void Tell(DateTimeOffset time, IPEndPoint from, IPEndPoint to, ReadOnlySpan<byte> datagram, string? comment)
    {
        lock (_gate)
        {
            if (Error is not null)
                return;

            try
            {
                watcher(new CapturedDatagram(++_told, time, from, to, datagram.ToArray(), comment));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The code is the user's, and may throw anything. The connection must go on.
                Error = exception;
            }
        }
    }
}
