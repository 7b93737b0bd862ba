using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection whose messages any number of programs can subscribe to at once.</summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
/// <remarks>
/// Every subscription gets every message, through a queue of its own, so that none waits for another. The first one also gets the messages that wait for a receiver. While there is a
/// subscription, messages go into the connection's own queue only if a caller waits for one.
/// </remarks>
public interface ISubscribable<TMessage>
{
    /// <summary>Subscribes, from this call on. <c>await foreach</c> reads the messages.</summary>
    /// <param name="options">How the queue of the subscription behaves.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>. Closing the connection ends the loop without an error.</param>
    /// <returns>The messages, for one loop. Dispose of the subscription if it is never read.</returns>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    Subscription<TMessage> SubscribeAsync(SubscriptionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Subscribes, and calls <paramref name="callback"/> with each message, one after the other, away from the thread that receives.</summary>
    /// <param name="callback">The callback. If it throws, the error is counted and logged, and the next message comes.</param>
    /// <param name="options">How the queue of the subscription behaves.</param>
    /// <returns>The subscription. Disposing of it ends it.</returns>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    CallbackSubscription<TMessage> Subscribe(Func<TMessage, CancellationToken, ValueTask> callback, SubscriptionOptions? options = null);

    /// <summary>Says whether a message waits to be received, or comes within <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait. The default is not at all; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns><see langword="true"/> also when the connection is closed, so that the next receiver is told.</returns>
    ValueTask<bool> IsReadyToReceiveAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);
}
