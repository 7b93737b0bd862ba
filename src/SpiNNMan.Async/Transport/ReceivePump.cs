using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Transport;

/// <summary>The one receiver of a socket: reads datagrams into pooled buffers and writes them, in batches, to a bounded channel.</summary>
/// <remarks>
/// It does not look into datagrams, and runs no foreign code. An error of the wire goes through the channel like a datagram, and the pump continues.
/// Only the disposal of the socket ends it, and this completes the channel. Datagrams that do not fit into the channel are dropped and counted.
/// The first pumps have separate threads. Further pumps share an event loop, if the system has one, and when there are many, the pumps
/// with threads move there. If there is no event loop, and for sockets that are not the system's, they await.
/// </remarks>
internal sealed partial class ReceivePump : IAsyncDisposable
{
    /// <summary>The number of batches that may wait for a slow reader.</summary>
    private const int ChannelCapacity = 256;

    /// <summary>After so many errors in a row, without a datagram between them, the pump pauses before each receive.</summary>
    private const int PatienceWithErrors = 8;

    /// <summary>After so many receives in a row without waiting, the pump gives the thread to others.</summary>
    private const int FairShare = 2 * DatagramBatch.Capacity;

    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_shortBreath = TimeSpan.FromMilliseconds(1);

    private readonly IDatagramSocket _socket;
    private readonly DatagramPool _pool;
    private readonly TimeProvider _timeProvider;
    private readonly BatchWriter _writer;
    private readonly ReceiveBuffers _buffers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private int _errorsInARow;
    private bool _toldShortage;
    private int _inARow;
    private Task _running = Task.CompletedTask;
    private bool _disposed;
    private int _inBatch;
    private PumpLoan? _loan;

    public ReceivePump(IDatagramSocket socket, DatagramPool pool, TimeProvider timeProvider, int channelCapacity = ChannelCapacity)
    {
        _socket = socket;
        _pool = pool;
        _timeProvider = timeProvider;
        _buffers = new ReceiveBuffers(pool);
        _writer = new BatchWriter(channelCapacity, pool.MaxDatagramSize);
    }

    /// <summary>The received batches. It completes when the socket is disposed of.</summary>
    public ChannelReader<DatagramBatch> Batches => _writer.Reader;

    public PumpCounters Counters => _writer.Counters;

    /// <summary>Called once if there was no memory for receiving. It returns whether it took the news.</summary>
    public Func<string, bool>? OnShortage { get; init; }

    /// <summary>The borrower that receives in place of the thread of the pump while it has callers to resume; <see langword="null"/> for none.</summary>
    public IPumpBorrower? Borrower { get; set; }

    /// <summary>The number of rented buffers for receiving.</summary>
    public int Holding => _buffers.Holding;

    /// <summary>Begins to receive. It is called once.</summary>
    public void Start()
    {
        PumpThreads.Enter();
        if (_socket is IBatchReceiver receiver && PumpThreads.TryStart(() => Run(receiver), out _running))
            return;

        if (!TryJoinLoop())
            _running = RunAsync();
    }

    /// <summary>Disposes of the socket, waits until the pump has ended, and returns the unread batches to their pool.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            // From now on a thread does not move to the loop.
            _disposed = true;
        }

        Stop();
        LeaveLoop();
        try
        {
            await _socket.DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
            // It is not known whether it still receives, so nothing waits for it.
            _writer.Complete();
            throw;
        }

        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_loop is not null)
            await _loopEnded.Task.ConfigureAwait(false);

        _stop.Dispose();
    }

    // Not asynchronously: that would continue on another thread, and a simulated clock would run on meanwhile.
    private void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (await ReceiveOneAsync().ConfigureAwait(false))
            {
                // Until the socket is disposed.
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>Receives on a separate thread, as long as there are not too many.</summary>
    private void Run(IBatchReceiver receiver)
    {
        bool moved = false;
        Borrower?.Enter();
        try
        {
            while (!moved && ReceiveBatch(receiver, wait: true))
            {
                Lend(receiver);
                moved = PumpThreads.AreTooMany && TryMoveToLoop();
            }
        }
        finally
        {
            if (!moved)
                End();

            Borrower?.Leave();
        }
    }

    /// <summary>Offers to let the borrower receive, and waits until it no longer does.</summary>
    private void Lend(IBatchReceiver receiver)
    {
        if (Borrower is null)
            return;

        PumpLoan loan = _loan ??= CreateLoan(receiver);
        if (!Borrower.TryBorrow(loan) || loan.WaitForReturn())
            return;

        _loan = null;
        Borrower.OnTakenBack();
    }

    // A method of its own: what the delegate holds is allocated where it is made, and not with each batch.
    private PumpLoan CreateLoan(IBatchReceiver receiver) => new(() => ReceiveBatch(receiver, wait: false) && _inBatch > 0);

    private void End()
    {
        // Datagrams that came just before the end count too.
        _writer.Flush();
        _buffers.Return();
        PumpThreads.Leave();
        _writer.Complete();
    }

    /// <summary>Receives one datagram or one error; <see langword="false"/> when the socket is closed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveOneAsync()
    {
        Datagram datagram = _pool.Rent();
        try
        {
            ValueTask<ReceivedLength> receiving = _socket.ReceiveAsync(datagram.Buffer, CancellationToken.None);

            // No more datagrams wait, so the ones that came are passed on before the pump sleeps.
            if (!receiving.IsCompleted)
            {
                _writer.Flush();
                _inARow = 0;
            }

            ReceivedLength received = await receiving.ConfigureAwait(false);
            if (received.Length < 0 || received.Length > datagram.Buffer.Length || received.RemoteEndPoint is null)
                throw new InvalidOperationException($"It received {received.Length} bytes from {received.RemoteEndPoint?.ToString() ?? "nobody"} into a buffer of {datagram.Buffer.Length}.");

            _errorsInARow = 0;
            datagram.Length = received.Length;
            datagram.RemoteEndPoint = received.RemoteEndPoint;
            _writer.Add(datagram);
        }
        catch (Exception exception) when (exception is SpinnakerConnectionClosedException or ObjectDisposedException)
        {
            datagram.Dispose();
            return false;
        }
        catch (ShortageException exception)
        {
            datagram.Dispose();
            TellShortage(exception);
            return await TakeBreathAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            datagram.Dispose();
            _writer.Add(ToError(exception));
            return await RecoverAsync().ConfigureAwait(false);
        }

        if (++_inARow >= FairShare && _socket is UdpDatagramSocket)
        {
            _writer.Flush();
            _inARow = 0;
            await default(Turn);
        }

        return true;
    }

    /// <summary>Receives the datagrams that have come, or one error; <see langword="false"/> when the socket is closed.</summary>
    private bool ReceiveBatch(IBatchReceiver receiver, bool wait)
    {
        try
        {
            _inBatch = 0;
            _inBatch = receiver.Receive(_buffers.Rent(), wait);
            _errorsInARow = 0;
            _buffers.MoveTo(_writer, _inBatch);
            _writer.Flush();
            return true;
        }
        catch (SpinnakerConnectionClosedException)
        {
            return false;
        }
        catch (ShortageException exception)
        {
            TellShortage(exception);

            // The loop is shared, and would call again at once for the same error.
            return !_stop.Token.WaitHandle.WaitOne(wait ? s_breath : s_shortBreath) || !wait;
        }
        catch (Exception exception)
        {
            _writer.Add(ToError(exception));
            return ++_errorsInARow < PatienceWithErrors || !wait || !_stop.Token.WaitHandle.WaitOne(s_breath);
        }
    }

    /// <summary>Makes an error of the wire of any exception. A socket of a user may throw any exception, and the connection must keep receiving.</summary>
    private SpinnakerConnectionException ToError(Exception exception) =>
        exception as SpinnakerConnectionException
        ?? new SocketFailedException($"Receiving at {_socket.LocalEndPoint} failed: the socket threw {exception.GetType().Name}: {exception.Message}", exception);

    /// <summary>This computer was short of memory. Datagrams wait in the socket meanwhile, or are lost and sent again. No request fails because of it.</summary>
    private void TellShortage(ShortageException exception)
    {
        Counters.CountShortage();
        if (!_toldShortage)
            _toldShortage = OnShortage?.Invoke($"{exception.Message} Receiving is tried again every {s_breath.TotalMilliseconds:0} ms.") ?? false;
    }

    /// <summary>Keeps a socket that reports one error after the other from taking a whole core.</summary>
    private async ValueTask<bool> RecoverAsync()
    {
        return ++_errorsInARow < PatienceWithErrors || await TakeBreathAsync().ConfigureAwait(false);
    }

    /// <summary>Waits a moment; <see langword="false"/> if the pump is closed meanwhile.</summary>
    private async ValueTask<bool> TakeBreathAsync()
    {
        try
        {
            await Pause.ForAsync(s_breath, _timeProvider, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
