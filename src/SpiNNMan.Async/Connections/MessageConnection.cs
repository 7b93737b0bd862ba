using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

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
        lock (_gate)
        {
            ThrowIfClosed();
            if (_listeners.Length == 0)
                HandOver(reader);

            _listeners = [.. _listeners, reader];
        }

        return reader;
    }

    /// <inheritdoc/>
    public ConnectionListener<TMessage> Subscribe(Func<TMessage, CancellationToken, ValueTask> callback, ListenerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new ConnectionListener<TMessage>(ReadAllAsync(options), callback, Logger);
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
        lock (_gate)
        {
            foreach (MessageReader<TMessage> listener in _listeners)
            {
                // Each gets a message of its own: one may keep it, or write into it.
                if (!TryDecode(datagram, out TMessage message, out PacketError error))
                {
                    CountMalformed(datagram.Length, error);
                    break;
                }

                listener.Add(message);
            }

            if (_listeners.Length == 0 || Inbound.HasReceiver)
                Inbound.Add(datagram);
            else
                datagram.Dispose();
        }
    }

    private protected override void OnClosed()
    {
        MessageReader<TMessage>[] listeners;
        lock (_gate)
        {
            listeners = _listeners;
            _listeners = [];
        }

        foreach (MessageReader<TMessage> listener in listeners)
            listener.Complete();
    }

    private void HandOver(MessageReader<TMessage> reader)
    {
        while (Inbound.TryTake(out InboundItem item))
        {
            if (item.Datagram is not { } datagram)
                continue;

            using (datagram)
            {
                if (TryDecode(datagram, out TMessage message, out PacketError error))
                    reader.Add(message);
                else
                    CountMalformed(datagram.Length, error);
            }
        }
    }

    private void Detach(MessageReader<TMessage> reader)
    {
        lock (_gate)
            _listeners = [.. _listeners.Where(listener => listener != reader)];
    }
}
