using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection that receives messages of one type, and that any number of listeners can listen to.</summary>
/// <typeparam name="TMessage">What it receives.</typeparam>
public abstract class MessageConnection<TMessage> : DatagramConnection, IListenable<TMessage>
{
    private readonly Lock _gate = new();
    private MessageReader<TMessage>[] _listeners = [];

    private protected MessageConnection(IDatagramSocket socket, ConnectionOptions options)
        : base(socket, options)
    {
    }

    /// <inheritdoc/>
    public MessageReader<TMessage> ReadAllAsync(ListenerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reader = new MessageReader<TMessage>(options ?? new ListenerOptions(), !Options.RunContinuationsAsynchronously, Detach, cancellationToken);
        List<(int Length, PacketError Error)>? malformed = null;
        lock (_gate)
        {
            ThrowIfClosed();

            // Nobody waits for this reader yet, so that no code of a user runs here.
            if (_listeners.Length == 0)
                malformed = HandOver(reader);

            _listeners = [.. _listeners, reader];
        }

        foreach ((int length, PacketError error) in malformed ?? [])
            CountMalformed(length, error);

        return reader;
    }

    /// <inheritdoc/>
    public ConnectionListener<TMessage> Subscribe(Func<TMessage, CancellationToken, ValueTask> callback, ListenerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new ConnectionListener<TMessage>(ReadAllAsync(options), callback, Logger, runsInline: !Options.RunContinuationsAsynchronously);
    }

    /// <summary>Listens by calling <paramref name="callback"/> with each message.</summary>
    /// <inheritdoc cref="Subscribe(Func{TMessage, CancellationToken, ValueTask}, ListenerOptions?)"/>
    public ConnectionListener<TMessage> Subscribe(Action<TMessage> callback, ListenerOptions? options = null)
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

    /// <summary>Makes a message of a datagram. The buffer goes back to its pool afterwards: what is kept must be copied.</summary>
    private protected abstract bool TryDecode(Datagram datagram, out TMessage message, out PacketError error);

    /// <summary>Receives and decodes one message.</summary>
    /// <exception cref="InvalidPacketException">The datagram is none.</exception>
    private protected async ValueTask<TMessage> ReceiveMessageAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using Datagram datagram = await ReceiveDatagramAsync(timeout, cancellationToken).ConfigureAwait(false);
        return TryDecode(datagram, out TMessage message, out PacketError error)
            ? message
            : throw new InvalidPacketException(error, $"{this} received {datagram.Length} bytes from {datagram.RemoteEndPoint}");
    }

    private protected override void OnReceived(Datagram datagram)
    {
        // Not under the lock: who waits for a message may be resumed here, and do anything.
        MessageReader<TMessage>[] listeners = Listeners;
        Offer(listeners, datagram);
        if (listeners.Length > 0 && !Inbound.HasReceiver)
        {
            datagram.Dispose();
            return;
        }

        Inbound.Add(datagram);
        if (listeners.Length == 0)
            HandOverToNewListeners();
    }

    private protected override ValueTask OnClosedAsync()
    {
        MessageReader<TMessage>[] listeners;
        lock (_gate)
        {
            listeners = _listeners;
            _listeners = [];
        }

        foreach (MessageReader<TMessage> listener in listeners)
            listener.Complete();

        return ValueTask.CompletedTask;
    }

    /// <summary>Those who listen now: an array that is never changed.</summary>
    private MessageReader<TMessage>[] Listeners
    {
        get
        {
            lock (_gate)
                return _listeners;
        }
    }

    private void Offer(MessageReader<TMessage>[] listeners, Datagram datagram)
    {
        foreach (MessageReader<TMessage> listener in listeners)
        {
            // Each gets a message of its own: one may keep it, or write into it.
            if (!TryDecode(datagram, out TMessage message, out PacketError error))
            {
                CountMalformed(datagram.Length, error);
                return;
            }

            listener.Add(message);
        }
    }

    /// <summary>Somebody may have begun to listen after it was looked who does, and before a datagram was put aside for nobody in particular.</summary>
    private void HandOverToNewListeners()
    {
        MessageReader<TMessage>[] listeners = Listeners;
        while (listeners.Length > 0 && !Inbound.HasReceiver && Inbound.TryTake(out InboundItem item))
        {
            using (item.Datagram)
            {
                if (item.Datagram is { } datagram)
                    Offer(listeners, datagram);
            }
        }
    }

    private List<(int Length, PacketError Error)> HandOver(MessageReader<TMessage> reader)
    {
        var malformed = new List<(int Length, PacketError Error)>();
        while (Inbound.TryTake(out InboundItem item))
        {
            if (item.Datagram is not { } datagram)
                continue;

            using (datagram)
            {
                if (TryDecode(datagram, out TMessage message, out PacketError error))
                    reader.Add(message);
                else
                    malformed.Add((datagram.Length, error));
            }
        }

        return malformed;
    }

    private void Detach(MessageReader<TMessage> reader)
    {
        lock (_gate)
            _listeners = [.. _listeners.Where(listener => listener != reader)];
    }
}
