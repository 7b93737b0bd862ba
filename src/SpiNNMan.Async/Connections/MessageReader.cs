using System.Threading.Channels;

namespace SpiNNMan.Async.Connections;

/// <summary>The messages of a connection as one listener gets them: through a bounded queue that counts what it had to drop.</summary>
/// <typeparam name="TMessage">What the connection receives.</typeparam>
/// <remarks>It may be enumerated once; after it was, or was disposed of, enumerating it throws an <see cref="ObjectDisposedException"/>. Made by <see cref="IListenable{TMessage}.ReadAllAsync"/>.</remarks>
public sealed class MessageReader<TMessage> : IAsyncEnumerable<TMessage>, IDisposable
{
    private const int Fresh = 0;
    private const int Reading = 1;
    private const int Ended = 2;

    private readonly Channel<TMessage> _messages;
    private readonly Action<MessageReader<TMessage>> _detach;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _dropNewest;
    private long _dropped;
    private int _state;

    internal MessageReader(ListenerOptions options, bool inline, Action<MessageReader<TMessage>> detach, CancellationToken cancellationToken)
    {
        _detach = detach;
        _cancellationToken = cancellationToken;
        _dropNewest = options.DropNewest;
        var bounds = new BoundedChannelOptions(options.Capacity)
        {
            FullMode = options.DropNewest ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            AllowSynchronousContinuations = inline,
        };
        _messages = Channel.CreateBounded<TMessage>(bounds, _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Messages dropped because this listener did not keep up.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    internal ChannelReader<TMessage> Queue => _messages.Reader;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was enumerated before, or disposed of: ask the connection for another reader.</exception>
    /// <exception cref="InvalidOperationException">It is being enumerated: each reader is for one loop, and each gets all messages.</exception>
    public IAsyncEnumerator<TMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        int before = Interlocked.CompareExchange(ref _state, Reading, Fresh);
        ObjectDisposedException.ThrowIf(before == Ended, this);
        if (before == Reading)
            throw new InvalidOperationException("The reader is being enumerated already: each is for one loop. Call ReadAllAsync again for another, which gets all messages as well.");

        return ReadAsync(cancellationToken);
    }

    /// <summary>Reads what is there and what comes, whatever became of the reader meanwhile.</summary>
    internal async IAsyncEnumerator<TMessage> ReadAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        try
        {
            while (await WaitAsync(either.Token, cancellationToken).ConfigureAwait(false))
            {
                while (_messages.Reader.TryRead(out TMessage? message))
                    yield return message;
            }
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Ends the listening.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _state, Ended);
        _detach(this);
        Complete();
    }

    internal void Add(TMessage message)
    {
        if (!_messages.Writer.TryWrite(message) && _dropNewest)
            Interlocked.Increment(ref _dropped);
    }

    internal void Complete() => _messages.Writer.TryComplete();

    private async ValueTask<bool> WaitAsync(CancellationToken either, CancellationToken enumeration)
    {
        try
        {
            return await _messages.Reader.WaitToReadAsync(either).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(enumeration.IsCancellationRequested ? enumeration : _cancellationToken);
        }
    }
}
