using System.Threading.Channels;

namespace SpiNNMan.Async.Connections;

/// <summary>The messages of a connection for one subscription: a bounded queue that counts the messages it had to drop.</summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
internal sealed class MessageQueue<TMessage>
{
    private readonly Channel<TMessage> _messages;
    private readonly Action<MessageQueue<TMessage>> _detach;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _dropNewest;
    private long _dropped;

    public MessageQueue(SubscriptionOptions options, bool inline, Action<MessageQueue<TMessage>> detach, CancellationToken cancellationToken)
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
        _messages = Channel.CreateBounded<TMessage>(bounds, _ => Count());
    }

    /// <summary>Told after each message that was dropped how many were.</summary>
    public Action<long>? OnDropped { get; init; }

    /// <summary>The number of messages that were dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Reads the messages that wait, and then those that come.</summary>
    public async IAsyncEnumerator<TMessage> ReadAsync(CancellationToken cancellationToken)
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
            End();
        }
    }

    /// <summary>Adds a message, and drops one if the queue is full.</summary>
    public void Add(TMessage message)
    {
        if (!_messages.Writer.TryWrite(message) && _dropNewest)
            Count();
    }

    /// <summary>Says that no more messages come.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Takes the queue off its connection. No more messages come.</summary>
    public void End()
    {
        _detach(this);
        Complete();
    }

    private void Count()
    {
        long dropped = Interlocked.Increment(ref _dropped);
        OnDropped?.Invoke(dropped);
    }

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
