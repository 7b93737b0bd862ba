using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection that receives messages of one type, and that any number of programs can subscribe to.</summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
public abstract class MessageConnection<TMessage> : DatagramConnection, ISubscribable<TMessage>
{
    private readonly Lock _gate = new();
    private MessageQueue<TMessage>[] _queues = [];

    private protected MessageConnection(IDatagramSocket socket, ConnectionOptions options)
        : base(socket, options)
    {
    }

    /// <inheritdoc/>
    public Subscription<TMessage> SubscribeAsync(SubscriptionOptions? options = null, CancellationToken cancellationToken = default) => new(Attach(options, cancellationToken));

    /// <inheritdoc/>
    public CallbackSubscription<TMessage> Subscribe(Func<TMessage, CancellationToken, ValueTask> callback, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new CallbackSubscription<TMessage>(Attach(options, CancellationToken.None), callback, Logger, runsInline: !Options.RunContinuationsAsynchronously);
    }

    /// <summary>Subscribes, and calls <paramref name="callback"/> with each message.</summary>
    /// <inheritdoc cref="Subscribe(Func{TMessage, CancellationToken, ValueTask}, SubscriptionOptions?)"/>
    public CallbackSubscription<TMessage> Subscribe(Action<TMessage> callback, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Subscribe(
            (message, _) =>
            {
                callback(message);
                return ValueTask.CompletedTask;
            },
            options);
    }

    /// <summary>Makes a message of a datagram. The buffer returns to its pool afterwards, so the message must copy its data.</summary>
    private protected abstract bool TryDecode(Datagram datagram, out TMessage message, out PacketError error);

    /// <summary>Receives and decodes one message.</summary>
    /// <exception cref="InvalidPacketException">The datagram is no such message.</exception>
    private protected async ValueTask<TMessage> ReceiveMessageAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using Datagram datagram = await ReceiveDatagramAsync(timeout, cancellationToken).ConfigureAwait(false);
        return TryDecode(datagram, out TMessage message, out PacketError error)
            ? message
            : throw new InvalidPacketException(error, $"{this} received {datagram.Length} bytes from {datagram.RemoteEndPoint}");
    }

    private protected override void OnReceived(Datagram datagram)
    {
        // Not under the lock: this may resume a caller that waits for a message, and the caller may do anything.
        MessageQueue<TMessage>[] queues = Queues;
        Offer(queues, datagram);
        if (queues.Length > 0 && !Inbound.HasReceiver)
        {
            datagram.Dispose();
            return;
        }

        Inbound.Add(datagram);
        if (queues.Length == 0)
            HandOverToNewQueues();
    }

    private protected override ValueTask OnClosedAsync()
    {
        MessageQueue<TMessage>[] queues;
        lock (_gate)
        {
            queues = _queues;
            _queues = [];
        }

        foreach (MessageQueue<TMessage> queue in queues)
            queue.Complete();

        return ValueTask.CompletedTask;
    }

    private MessageQueue<TMessage> Attach(SubscriptionOptions? options, CancellationToken cancellationToken)
    {
        options?.MakeReadOnly();
        var queue = new MessageQueue<TMessage>(options ?? new SubscriptionOptions(), !Options.RunContinuationsAsynchronously, Detach, cancellationToken) { OnDropped = TellDropped };
        List<(int Length, PacketError Error)>? malformed = null;
        lock (_gate)
        {
            ThrowIfClosed();

            // This queue has no reader yet, so that no code of a user runs here.
            if (_queues.Length == 0)
                malformed = HandOver(queue);

            _queues = [.. _queues, queue];
        }

        foreach ((int length, PacketError error) in malformed ?? [])
            CountMalformed(length, error);

        return queue;
    }

    /// <summary>The queues of the subscriptions that are open: an array that is never changed.</summary>
    private MessageQueue<TMessage>[] Queues
    {
        get
        {
            lock (_gate)
                return _queues;
        }
    }

    private void Offer(MessageQueue<TMessage>[] queues, Datagram datagram)
    {
        foreach (MessageQueue<TMessage> queue in queues)
        {
            // Each gets a message of its own: one may keep it, or write into it.
            if (!TryDecode(datagram, out TMessage message, out PacketError error))
            {
                CountMalformed(datagram.Length, error);
                return;
            }

            queue.Add(message);
        }
    }

    /// <summary>A subscription may have begun after the queues were read, and before a datagram went into the connection's own queue.</summary>
    private void HandOverToNewQueues()
    {
        MessageQueue<TMessage>[] queues = Queues;
        while (queues.Length > 0 && !Inbound.HasReceiver && Inbound.TryTake(out InboundItem item))
        {
            using (item.Datagram)
            {
                if (item.Datagram is { } datagram)
                    Offer(queues, datagram);
            }
        }
    }

    private List<(int Length, PacketError Error)> HandOver(MessageQueue<TMessage> queue)
    {
        var malformed = new List<(int Length, PacketError Error)>();
        while (Inbound.TryTake(out InboundItem item))
        {
            if (item.Datagram is not { } datagram)
                continue;

            using (datagram)
            {
                if (TryDecode(datagram, out TMessage message, out PacketError error))
                    queue.Add(message);
                else
                    malformed.Add((datagram.Length, error));
            }
        }

        return malformed;
    }

    private void Detach(MessageQueue<TMessage> queue)
    {
        lock (_gate)
            _queues = [.. _queues.Where(other => other != queue)];
    }
}
