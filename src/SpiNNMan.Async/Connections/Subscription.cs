using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Connections;

/// <summary>A stream of items that come one after the other: messages, printed text, or changes of state. One loop reads it, and disposing of it ends it.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <example><code>
/// await using Subscription&lt;EieioMessage&gt; messages = connection.SubscribeAsync();
/// await foreach (EieioMessage message in messages)
///     Console.WriteLine(message);
/// </code></example>
/// <remarks>Every subscription gets all items of its source, so that several readers take one subscription each. A loop that ends also ends the subscription.</remarks>
public sealed class Subscription<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private const int Unread = 0;
    private const int Read = 1;
    private const int Disposed = 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, IAsyncEnumerator<T>> _read;
    private readonly MessageQueue<T>? _queue;
    private int _state;

    /// <summary>Makes a subscription from any stream, for programs whose tests replace a part of the library.</summary>
    /// <param name="items">The stream. It is enumerated once, when the subscription is read.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    public Subscription(IAsyncEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _read = enumeration => ReadAsync(items.GetAsyncEnumerator, CancellationToken.None, enumeration);
    }

    /// <summary>Makes a subscription that asks the machine while it is read.</summary>
    /// <param name="begin">Begins to ask.</param>
    /// <param name="cancellationToken">The token of the call that subscribed.</param>
    internal Subscription(Func<CancellationToken, IAsyncEnumerable<T>> begin, CancellationToken cancellationToken) =>
        _read = enumeration => ReadAsync(stop => begin(stop).GetAsyncEnumerator(stop), cancellationToken, enumeration);

    /// <summary>Makes the subscription that reads a queue of a connection.</summary>
    internal Subscription(MessageQueue<T> queue)
    {
        _queue = queue;
        _read = queue.ReadAsync;
    }

    /// <summary>The number of items that were dropped because the reader did not keep up. Only subscriptions to connections drop items; for all others it is 0.</summary>
    public long Dropped => _queue?.Dropped ?? 0;

    /// <summary>Begins to read. <c>await foreach</c> calls it.</summary>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SubscriptionReadTwiceException">A loop reads the subscription already, or has read it.</exception>
    /// <exception cref="ObjectDisposedException">The subscription was disposed of before it was read.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        int before = Interlocked.CompareExchange(ref _state, Read, Unread);
        ObjectDisposedException.ThrowIf(before == Disposed, this);
        return before == Unread ? _read(cancellationToken) : throw new SubscriptionReadTwiceException(typeof(T));
    }

    /// <summary>Says how the loop that reads continues after each item. It is <see cref="TaskAsyncEnumerableExtensions.ConfigureAwait{T}(IAsyncEnumerable{T}, bool)"/>, which C# cannot choose here.</summary>
    /// <param name="continueOnCapturedContext">Whether to continue in the context of the caller.</param>
    public ConfiguredCancelableAsyncEnumerable<T> ConfigureAwait(bool continueOnCapturedContext) => TaskAsyncEnumerableExtensions.ConfigureAwait((IAsyncEnumerable<T>)this, continueOnCapturedContext);

    /// <summary>Ends the subscription. A loop that reads it ends as if no more items came.</summary>
    public ValueTask DisposeAsync()
    {
        Interlocked.CompareExchange(ref _state, Disposed, Unread);
        _queue?.End();
        Stop();
        return ValueTask.CompletedTask;
    }

    // Not asynchronously: that would continue on another thread, and a simulated clock would run on meanwhile.
    private void Stop() => _stop.Cancel();

    private async IAsyncEnumerator<T> ReadAsync(Func<CancellationToken, IAsyncEnumerator<T>> begin, CancellationToken call, CancellationToken enumeration)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, call, enumeration);
        IAsyncEnumerator<T> items = begin(any.Token);
        await using (items.ConfigureAwait(false))
        {
            while (await TryMoveNextAsync(items, call, enumeration).ConfigureAwait(false))
                yield return items.Current;
        }
    }

    /// <summary>Moves to the next item. Disposing of the subscription ends it like the end of the stream; an error of cancellation has the token of the user.</summary>
    private async ValueTask<bool> TryMoveNextAsync(IAsyncEnumerator<T> items, CancellationToken call, CancellationToken enumeration)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (enumeration.IsCancellationRequested || call.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, enumeration.IsCancellationRequested ? enumeration : call);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
