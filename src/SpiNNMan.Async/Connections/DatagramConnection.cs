using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Connections;

/// <summary>The base of all connections: a socket, the pump that receives from it, and plain datagrams in and out.</summary>
/// <remarks>All members may be called from any thread, at any time. After closing, all methods that send or receive throw a <see cref="SpinnakerConnectionClosedException"/>. A connection that is never closed
/// stays open, with its thread and its subscriptions, until the program ends: nothing collects it. <see cref="OpenConnections"/> shows such leaks. Protocol: connections.md, "Datagrams".</remarks>
public abstract class DatagramConnection : IAsyncDisposable
{
    private const int Pings = 5;
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(1.2);
    private static int s_open;

    private readonly ReceivePump _pump;
    private readonly GuardedLogger _logger;
    private readonly ConnectionJournal _journal;
    private readonly SendCounters _sent = new();
    private readonly Lock _closeGate = new();
    private long _malformed;
    private Task _dispatching = Task.CompletedTask;
    private Task? _closing;
    private Action? _uncount;

    private protected DatagramConnection(IDatagramSocket socket, ConnectionOptions options)
    {
        Socket = socket;
        Place = MeteredPlace.Of(GetType(), socket.RemoteEndPoint, socket.LocalEndPoint.Port);
        Options = options;
        Datagrams = new DatagramPool(options.MaxDatagramSize);
        Inbound = new InboundQueue(options) { OnDropped = TellDropped };
        _logger = new GuardedLogger(options.LoggerFactory.CreateLogger(GetType()));
        _journal = new ConnectionJournal(_logger, options.TimeProvider);
        Func<string, bool> tellLacking = _journal.TellLacking;
        _pump = new ReceivePump(socket, Datagrams, options.TimeProvider) { OnShortage = tellLacking };
        if (socket is UdpDatagramSocket udp)
            udp.OnLacking = tellLacking;
    }

    /// <summary>The number of open connections of this program. If it grows, some are never closed.</summary>
    public static int OpenConnections => Volatile.Read(ref s_open);

    /// <summary>The local address: 0.0.0.0 if the connection takes datagrams on any interface from anyone.</summary>
    public IPAddress LocalIPAddress => Socket.LocalEndPoint.Address;

    /// <summary>The local port.</summary>
    public int LocalPort => Socket.LocalEndPoint.Port;

    /// <summary>The address of the only peer; <see langword="null"/> if there is none.</summary>
    public IPAddress? RemoteIPAddress => Socket.RemoteEndPoint?.Address;

    /// <summary>The port of the only peer; <see langword="null"/> if there is none.</summary>
    public int? RemotePort => Socket.RemoteEndPoint?.Port;

    /// <summary>Whether the connection has been closed.</summary>
    public bool IsClosed => Volatile.Read(ref _closing) is not null;

    /// <summary>The counters of the connection.</summary>
    public virtual ConnectionStatistics Statistics => new()
    {
        DatagramsReceived = _pump.Counters.Received,
        BytesReceived = _pump.Counters.Bytes,
        DatagramsSent = _sent.Datagrams,
        BytesSent = _sent.Bytes,
        Truncated = _pump.Counters.Truncated,
        PumpDropped = _pump.Counters.Dropped,
        WireErrors = _pump.Counters.Errors,
        ReceiveShortages = _pump.Counters.Shortages,
        InboundDropped = Inbound.Dropped,
        SystemDropped = Socket.Overflowed,
        Malformed = Volatile.Read(ref _malformed),
    };

    private protected IDatagramSocket Socket { get; }

    private protected ConnectionOptions Options { get; }

    private protected DatagramPool Datagrams { get; }

    private protected InboundQueue Inbound { get; }

    private protected ILogger Logger => _logger;

    /// <summary>The far end, as measurements name it.</summary>
    private protected MeteredPlace Place { get; }

    /// <summary>Who may receive in the place of the pump's thread.</summary>
    private protected virtual IPumpBorrower? Borrower => null;

    /// <summary>Buffers rented and not returned, other than to receive into; for tests that look for leaks.</summary>
    internal virtual int OutstandingBuffers => Datagrams.Outstanding - _pump.Holding;

    /// <summary>Asks the remote host, by up to five pings, whether it is there. This says nothing about its software.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns><see langword="false"/> at once if the connection is closed or has no peer.</returns>
    public async ValueTask<bool> IsConnectedAsync(CancellationToken cancellationToken = default)
    {
        if (IsClosed || RemoteIPAddress is not { } address)
            return false;

        for (int ping = 0; ping < Pings; ping++)
        {
            if (await Options.Pinger.PingAsync(address, s_pingTimeout, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    /// <inheritdoc cref="ISubscribable{TMessage}.IsReadyToReceiveAsync"/>
    public ValueTask<bool> IsReadyToReceiveAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        CheckTimeout(timeout);
        return Inbound.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>Receives one datagram.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The bytes, which are the caller's own.</returns>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, such as that the peer refused an earlier datagram.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed, or was meanwhile.</exception>
    /// <exception cref="InvalidParameterException">The timeout is negative, or longer than 45 days.</exception>
    public async ValueTask<byte[]> ReceiveAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        using Datagram datagram = await ReceiveDatagramAsync(timeout, cancellationToken).ConfigureAwait(false);
        return datagram.Span.ToArray();
    }

    /// <summary>Receives one datagram, and who sent it.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    public async ValueTask<ReceivedDatagram> ReceiveWithAddressAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        using Datagram datagram = await ReceiveDatagramAsync(timeout, cancellationToken).ConfigureAwait(false);
        return new ReceivedDatagram(datagram.Span.ToArray(), datagram.RemoteEndPoint!);
    }

    /// <summary>Sends one datagram, empty ones included, to the peer.</summary>
    /// <param name="data">Up to 65507 bytes.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">There is no peer, it refused an earlier datagram, or the network reported another error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        OnSending(data.Span);
        try
        {
            Socket.Send(data.Span);
            _sent.Count(data.Length);
        }
        catch (Exception exception) when (exception is not SpinnakerException)
        {
            throw SendFailed(exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Sends one datagram, empty ones included, to anyone.</summary>
    /// <param name="data">Up to 65507 bytes.</param>
    /// <param name="destination">Where to send it.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> data, IPEndPoint destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        OnSending(data.Span);
        try
        {
            Socket.SendTo(data.Span, destination);
            _sent.Count(data.Length);
        }
        catch (Exception exception) when (exception is not SpinnakerException)
        {
            throw SendFailed(exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the connection. All callers that wait get a <see cref="SpinnakerConnectionClosedException"/>. Closing it again does nothing.</summary>
    public ValueTask CloseAsync() => DisposeAsync();

    /// <inheritdoc cref="CloseAsync"/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        BeginClosing();
        return new ValueTask(Shared.WaitForAsync(_closing!));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        RemoteIPAddress is null ? $"{GetType().Name} at {Socket.LocalEndPoint}" : $"{GetType().Name} from {Socket.LocalEndPoint} to {Socket.RemoteEndPoint}";

    /// <summary>Begins to receive; the last step of opening.</summary>
    private protected void Start()
    {
        Interlocked.Increment(ref s_open);
        _uncount = MeteredConnections.Add(Place, () => Statistics);
        _journal.OnOpened(this);
        _dispatching = LongLived.Start(this, static self =>
        {
            Task dispatching = self.DispatchAsync();
            self._pump.Borrower = self.Borrower;
            self._pump.Start();
            return dispatching;
        });
    }

    private protected void CountMalformed(int length, in PacketError error)
    {
        Interlocked.Increment(ref _malformed);
        if (_logger.IsEnabled(LogLevel.Debug))
            Log.Malformed(_logger, ToString(), length, error.ToString());
    }

    private protected void TellDropped(long total) => _journal.OnDropped(this, total);

    private protected SpinnakerConnectionClosedException Closed() => new($"{this} is closed.");

    private protected void ThrowIfClosed()
    {
        if (IsClosed)
            throw Closed();
    }

    /// <summary>Receives one datagram into a pooled buffer, which is the caller's to dispose of.</summary>
    private protected async ValueTask<Datagram> ReceiveDatagramAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        CheckTimeout(limit);
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if (await Inbound.TakeAsync(limit, cancellationToken).ConfigureAwait(false) is { } item)
            return item.Datagram ?? throw new SpinnakerConnectionException(item.Error!.Message, item.Error);

        ThrowIfClosed();
        throw new SpinnakerTimeoutException($"{this} received nothing within {limit.TotalSeconds} s.") { Elapsed = limit, LastTimeout = limit };
    }

    /// <summary>Looks at a datagram that a caller sends itself.</summary>
    private protected virtual void OnSending(ReadOnlySpan<byte> datagram)
    {
    }

    /// <summary>Datagrams follow that were received together.</summary>
    private protected virtual void OnBatchBegins()
    {
    }

    /// <summary>No more follow for now.</summary>
    private protected virtual void OnBatchEnds()
    {
    }

    /// <summary>Takes a received datagram, and with it the duty to dispose of it.</summary>
    private protected abstract void OnReceived(Datagram datagram);

    /// <summary>Waits until more can be received. Datagrams that come meanwhile wait in the channel of the pump, which drops and counts the rest.</summary>
    private protected virtual ValueTask WaitForRoomAsync() => ValueTask.CompletedTask;

    /// <summary>Takes an error of the wire.</summary>
    private protected virtual void OnWireError(SpinnakerConnectionException error) => Inbound.Add(error);

    /// <summary>Fails all callers that wait for this connection. The socket is still open.</summary>
    private protected virtual ValueTask OnClosingAsync() => ValueTask.CompletedTask;

    /// <summary>Ends the subscriptions. No more messages will be received.</summary>
    private protected virtual ValueTask OnClosedAsync() => ValueTask.CompletedTask;

    private static void CheckTimeout(TimeSpan timeout)
    {
        if ((timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan) || timeout > OptionChecks.LongestWait)
            throw new InvalidParameterException(nameof(timeout), timeout, "it must be 0 to 45 days; 0 takes a message that is already there, and no timeout waits for ever");
    }

    private void BeginClosing()
    {
        TaskCompletionSource closed;
        lock (_closeGate)
        {
            if (_closing is not null)
                return;

            closed = new TaskCompletionSource(Options.RunContinuationsAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
            _closing = closed.Task;
        }

        // Not under the lock, since it resumes users. None of its steps throws.
        _ = CloseOnceAsync(closed);
    }

    private async Task CloseOnceAsync(TaskCompletionSource closed)
    {
        // On another thread, if the thread that receives closes. On a simulated clock, a change of thread would let the clock run on.
        if (Options.RunContinuationsAsynchronously)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        await TryCloseAsync(OnClosingAsync).ConfigureAwait(false);
        Inbound.Complete();
        await TryCloseAsync(_pump.DisposeAsync).ConfigureAwait(false);
        await _dispatching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Inbound.Complete();
        await TryCloseAsync(OnClosedAsync).ConfigureAwait(false);
        if (_uncount is not null)
            Interlocked.Decrement(ref s_open);

        _uncount?.Invoke();
        _journal.OnClosed(this);
        closed.SetResult();
    }

    /// <summary>Does a step of closing. An exception of a user's socket or continuation must not prevent the other steps.</summary>
    private async Task TryCloseAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.SocketFailed(_logger, exception, ToString());
        }
    }

    private SpinnakerConnectionException SendFailed(Exception exception)
    {
        Log.SocketFailed(_logger, exception, ToString());
        return new SpinnakerConnectionException($"{this} could not send: its socket threw {exception.GetType().Name}: {exception.Message}", exception);
    }

    private async Task DispatchAsync()
    {
        while (await _pump.Batches.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_pump.Batches.TryRead(out DatagramBatch? batch))
                await DispatchAsync(batch).ConfigureAwait(false);
        }

        // A socket can end without being closed, as a tunnel does when its far end goes away. No more messages will come, so no caller must wait.
        // Not awaited here, because closing waits for this method. The caller that disposes of the connection awaits it.
        BeginClosing();
    }

    private ValueTask DispatchAsync(DatagramBatch batch)
    {
        try
        {
            OnBatchBegins();
            for (int index = 0; index < batch.Count; index++)
                Receive(batch.Take(index));

            if (batch.Error is { } error)
            {
                if (error is SocketFailedException)
                    Log.SocketFailed(_logger, error.InnerException!, ToString());
                else if (_logger.IsEnabled(LogLevel.Debug))
                    Log.WireError(_logger, Socket.LocalEndPoint.ToString(), error.Message);
                OnWireError(error);
            }
        }
        catch (Exception exception)
        {
            // A defect of this library, or a user's continuation that ran inline. Other callers must not hang because of it.
            Log.DispatcherFailed(_logger, exception, ToString());
        }
        finally
        {
            OnBatchEnds();
            batch.Return();
        }

        return WaitForRoomAsync();
    }

    private void Receive(Datagram datagram)
    {
        try
        {
            OnReceived(datagram);
        }
        catch (Exception exception)
        {
            // The datagrams that came with it are not to blame.
            Log.DispatcherFailed(_logger, exception, ToString());
        }
    }
}
