using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Transport;

/// <summary>The one receiver of a socket: reads datagrams into pooled buffers and writes them, in batches, to a bounded channel.</summary>
/// <remarks>
/// It looks into no datagram and runs nobody else's code. An error of the wire goes through the channel like a datagram and the pump goes on:
/// only the socket's disposal ends it, and that completes the channel. What the channel has no room for is dropped and counted.
/// While there are few, a pump has a thread of its own. Beyond that, pumps share an event loop where the system has one for them, and when there are many, those
/// with threads move there; where there is none, and for sockets that are not the system's, they await.
/// </remarks>
internal sealed partial class ReceivePump : IAsyncDisposable
{
    /// <summary>Batches that may wait for a reader that does not keep up.</summary>
    private const int ChannelCapacity = 256;

    /// <summary>Errors in a row, with nothing received between them, after which the pump takes a breath before each further receive.</summary>
    private const int PatienceWithErrors = 8;

    /// <summary>After so many receives in a row that need not wait, it is the turn of others who want the thread.</summary>
    private const int FairShare = 2 * DatagramBatch.Capacity;

    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_shortBreath = TimeSpan.FromMilliseconds(1);

    private readonly IDatagramSocket _socket;
    private readonly DatagramPool _pool;
    private readonly TimeProvider _timeProvider;
    private readonly BatchWriter _writer;
    private readonly SpareBuffers _spares;
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
        _spares = new SpareBuffers(pool);
        _writer = new BatchWriter(channelCapacity, pool.MaxDatagramSize);
    }

    /// <summary>What was received; completes when the socket is disposed.</summary>
    public ChannelReader<DatagramBatch> Batches => _writer.Reader;

    public PumpCounters Counters => _writer.Counters;

    /// <summary>Told once that there was no memory to receive with; returns whether it wants to know.</summary>
    public Func<string, bool>? OnShortage { get; init; }

    /// <summary>Who receives in the place of the pump's thread while it is busy anyway; nobody if <see langword="null"/>.</summary>
    public IPumpBorrower? Borrower { get; set; }

    /// <summary>How many buffers are rented to receive into.</summary>
    public int Holding => _spares.Holding;

    /// <summary>Begins to receive. To be called once.</summary>
    public void Start()
    {
        PumpThreads.Enter();
        if (_socket is IBatchReceiver receiver && PumpThreads.TryStart(() => Run(receiver), out _running))
            return;

        if (!TryJoinLoop())
            _running = RunAsync();
    }

    /// <summary>Disposes the socket, waits until the pump has ended, and returns what nobody read.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            // A thread does not move to the loop from now on.
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
            // Nobody knows if it still receives: nothing is waited for.
            _writer.Complete();
            throw;
        }

        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_loop is not null)
            await _loopEnded.Task.ConfigureAwait(false);

        _stop.Dispose();
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
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

    /// <summary>The same on a thread of its own, for as long as there are not too many.</summary>
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
        PumpLoan loan = _loan ??= new PumpLoan(() => ReceiveBatch(receiver, wait: false) && _inBatch > 0);
        if (Borrower?.TryBorrow(loan) != true || loan.WaitForReturn())
            return;

        _loan = null;
        Borrower.OnTakenBack();
    }

    private void End()
    {
        // What came just before the end has come all the same.
        _writer.Flush();
        _spares.Return();
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

            // Nothing more is waiting: what came so far goes on before the pump sleeps.
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

    /// <summary>Receives what has come, or one error; <see langword="false"/> when the socket is closed.</summary>
    private bool ReceiveBatch(IBatchReceiver receiver, bool wait)
    {
        try
        {
            _inBatch = 0;
            _inBatch = receiver.Receive(_spares.Rent(), wait);
            _errorsInARow = 0;
            _spares.MoveTo(_writer, _inBatch);
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

            // A loop is shared with others, and is told of the same again at once.
            return !_stop.Token.WaitHandle.WaitOne(wait ? s_breath : s_shortBreath) || !wait;
        }
        catch (Exception exception)
        {
            _writer.Add(ToError(exception));
            return ++_errorsInARow < PatienceWithErrors || !wait || !_stop.Token.WaitHandle.WaitOne(s_breath);
        }
    }

    /// <summary>What goes on as an error of the wire. A socket that a user made may throw anything; the connection must not become deaf because of it.</summary>
    private SpinnakerConnectionException ToError(Exception exception) =>
        exception as SpinnakerConnectionException
        ?? new SocketFailedException($"Receiving at {_socket.LocalEndPoint} failed: the socket threw {exception.GetType().Name}: {exception.Message}", exception);

    /// <summary>This computer was short of memory. What comes meanwhile waits in the socket, or is lost and sent again: nobody's request fails of it.</summary>
    private void TellShortage(ShortageException exception)
    {
        Counters.CountShortage();
        if (!_toldShortage)
            _toldShortage = OnShortage?.Invoke($"{exception.Message} It is tried again every {s_breath.TotalMilliseconds:0} ms.") ?? false;
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
