using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection whose messages can be listened to, by any number of listeners at once.</summary>
/// <typeparam name="TMessage">What it receives.</typeparam>
/// <remarks>
/// Every listener gets every message, through a queue of its own, so that none waits for another. The first one also gets what has been waiting
/// for a receiver. While somebody listens, messages go into the connection's own queue only if a caller is waiting for one.
/// </remarks>
public interface IListenable<TMessage>
{
    /// <summary>Listens by <c>await foreach</c>, from this call on.</summary>
    /// <param name="options">How the listener's queue behaves.</param>
    /// <param name="cancellationToken">Ends the listening with an <see cref="OperationCanceledException"/>; closing the connection ends it quietly.</param>
    /// <returns>The messages. Dispose of it if it is never enumerated.</returns>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    MessageReader<TMessage> ReadAllAsync(ListenerOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Listens by calling <paramref name="callback"/> with each message, one after the other, away from the thread that receives.</summary>
    /// <param name="callback">What to call. If it throws, the error is counted and logged, and the next message comes all the same.</param>
    /// <param name="options">How the listener's queue behaves.</param>
    /// <returns>The listener; disposing of it ends the listening.</returns>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    ConnectionListener<TMessage> Subscribe(Func<TMessage, CancellationToken, ValueTask> callback, ListenerOptions? options = null);

    /// <summary>Whether a message is waiting to be received, or comes within <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait; the default is not at all, <see cref="Timeout.InfiniteTimeSpan"/> is for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns><see langword="true"/> also when the connection is closed, so that whoever receives next gets to know.</returns>
    ValueTask<bool> IsReadyToReceiveAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);
}
