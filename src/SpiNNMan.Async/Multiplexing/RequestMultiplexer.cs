using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Codec;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Resending;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Carries the requests of any number of callers over one socket, and each reply to the one who awaits it.</summary>
/// <remarks>
/// This is the shell of a <see cref="RequestEngine"/>: it has the lock, the socket, the clock and the timer. Each event goes to the engine under the lock; what comes of it, sending included, is done after the lock has been
/// released. So nobody's code runs under the lock, and none can leave the engine half-way.
/// </remarks>
internal sealed class RequestMultiplexer : IResendTarget, ITransferCarrier, IAsyncDisposable
{
    private readonly IDatagramSocket _socket;
    private readonly MultiplexerSettings _settings;
    private readonly ObjectPool<ReplySlot> _slots;
    private readonly Lock _gate = new();
    private readonly RequestEngine _engine;
    private readonly Transmitter _transmitter;
    private readonly SteadyClock _clock;
    private readonly Effects _ofReplies = new();
    private readonly Recoveries _recoveries;
    private readonly EffectRunner _runner;
    private readonly CompletionQueue _elsewhere;
    private readonly TickTimer _timer;
    private SpinnakerException? _closed;
    private bool _batching;
    private bool _isSending;
    private long _batchTime;

    public RequestMultiplexer(IDatagramSocket socket, DatagramPool datagrams, MultiplexerSettings settings)
    {
        _socket = socket;
        _settings = settings;
        _slots = new StackPool<ReplySlot>(() => new ReplySlot(this), Math.Max(64, settings.MaxWindow * 2));
        _engine = new RequestEngine(settings, _slots.Get);
        _transmitter = new Transmitter(socket, settings.Logger, settings.Peer);
        _clock = new SteadyClock(settings.TimeProvider);
        var policy = new ResendPolicy(settings, settings.TimeProvider, settings.ConfigureResending);
        _recoveries = new Recoveries(this, policy, completeInline: !settings.RunContinuationsAsynchronously, OnPolicyEnded, settings);
        _elsewhere = new CompletionQueue(Flush, settings.Logger, settings.Peer);
        _runner = new EffectRunner(this, _recoveries, _elsewhere, settings.Logger, settings.Peer);
        _timer = new TickTimer(settings.TimeProvider, _clock, OnTick);
        Codec = new RequestCodec(datagrams, settings.Peer, settings.Absence);
    }

    /// <inheritdoc/>
    public RequestCodec Codec { get; }

    /// <inheritdoc/>
    public bool RunContinuationsAsynchronously => _settings.RunContinuationsAsynchronously;

    /// <summary>Buffers rented and not returned yet for requests without data.</summary>
    public int OutstandingBuffers => Codec.OutstandingBuffers;

    /// <inheritdoc/>
    public long Now => _clock.Now;

    /// <summary>Whether requests are in flight that a refusal would be about.</summary>
    public bool HasInFlight
    {
        get
        {
            lock (_gate)
                return Engine.HasInFlight;
        }
    }

    /// <summary>The engine, for whoever holds the lock.</summary>
    private RequestEngine Engine => _gate.IsHeldByCurrentThread ? _engine : throw new InvalidOperationException("The engine was used without its lock.");

    /// <summary>Whether replies have come that have not been handled: this computer is late, not the board.</summary>
    private bool HasUnread => Volatile.Read(ref _batching) || (_socket is IBatchReceiver receiver && receiver.HasWaiting);

    /// <summary>Says which chip the board's Ethernet is on, as far as that is known.</summary>
    public void SetHome(ChipLocation chip)
    {
        lock (_gate)
            Engine.Admission.SetHome(chip);
    }

    /// <summary>Sends a typed request and decodes the reply, on the caller's side.</summary>
    /// <param name="request">The request.</param>
    /// <param name="source">The chip whose Ethernet sends the reply out.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="InvalidPacketException">The reply cannot be read, or is too short.</exception>
    /// <exception cref="SpinnakerTimeoutException">There was no reply.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, or the connection is closed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse> ExecuteAsync<TRequest, TResponse>(TRequest request, ChipLocation source, CancellationToken cancellationToken)
        where TRequest : IScpRequest<TResponse>
    {
        RequestTraits traits = RequestTraits.Of<TRequest, TResponse>(request);
        using Datagram reply = await SubmitAsync(Codec.Encode(request, source), traits, completeInline: false, cancellationToken).ConfigureAwait(false);
        return Codec.Decode<TRequest, TResponse>(request, reply);
    }

    /// <summary>Sends a request, when the window has a place for it, and gives its reply.</summary>
    /// <param name="request">The encoded request, whose sequence number is filled in here; the multiplexer's from now on.</param>
    /// <param name="traits">What the request is.</param>
    /// <param name="completeInline">Whether the caller is resumed on the thread that received the reply; only for the library's own loops.</param>
    /// <param name="cancellationToken">Ends the waiting; what still comes for the request is dropped.</param>
    /// <returns>The reply, which the caller must dispose of. To be awaited once.</returns>
    public ValueTask<Datagram> SubmitAsync(Datagram request, in RequestTraits traits, bool completeInline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            request.Dispose();
            return ValueTask.FromCanceled<Datagram>(cancellationToken);
        }

        ReplySlot slot = _slots.Get();
        slot.Prepare(request, traits, completeInline || !_settings.RunContinuationsAsynchronously);
        ValueTask<Datagram> reply = slot.Task;
        if (!TrySubmit(slot))
        {
            slot.Release();
            request.Dispose();
            return ValueTask.FromException<Datagram>(Closed());
        }

        slot.CancelWith(cancellationToken);
        return reply;
    }

    /// <inheritdoc/>
    public void Resume(Transfer transfer)
    {
        if (!_settings.RunContinuationsAsynchronously)
        {
            transfer.Resume();
            return;
        }

        _elsewhere.Add(transfer);
        _elsewhere.Start();
    }

    /// <inheritdoc/>
    public void Start(Transfer transfer)
    {
        if (!TrySubmit(transfer))
            Stop(transfer, Closed());
    }

    /// <inheritdoc/>
    public void Stop(Transfer transfer, Exception? error, CancellationToken cancelledBy = default) => Stop(transfer, transfer.Generation, error, cancelledBy);

    /// <summary>Stops a transfer of which that was decided before: if it ended meanwhile, the object may carry another one, of any connection.</summary>
    public void StopLate(Transfer transfer, int generation, Exception error) => Stop(transfer, generation, error, default);

    private void Stop(Transfer transfer, int generation, Exception? error, CancellationToken cancelledBy) => Raise(
        (transfer, generation, error, cancelledBy),
        static (engine, stop, now, effects) =>
        {
            if (!stop.transfer.TryStop(stop.generation, stop.error, stop.cancelledBy))
                return false;

            engine.OnStopped(stop.transfer, now, effects);
            return true;
        });

    /// <summary>Cancels a request: frees its slot at once, and its place in the window when the board has answered or should have.</summary>
    public void Cancel(ReplySlot slot, CancellationToken cancellationToken) => Raise(
        (slot, error: new OperationCanceledException(cancellationToken)),
        static (engine, cancelled, now, effects) => engine.TryCancel(cancelled.slot, cancelled.error, now, effects));

    /// <summary>Replies follow, until <see cref="EndBatch"/>: what they lead to is sent together.</summary>
    public void BeginBatch()
    {
        _batchTime = Now;
        Volatile.Write(ref _batching, true);
    }

    /// <summary>Gives a datagram to the request that awaits it, whose caller hears of it with <see cref="EndBatch"/>.</summary>
    /// <returns>Whether it is dealt with: given to its request, or dropped as a late reply. If not, it is still the caller's.</returns>
    public bool TryTake(Datagram datagram)
    {
        ReadOnlySpan<byte> bytes = datagram.Span;
        if (bytes.Length < SdpMessage.PadSize + ScpReply.HeaderSize)
            return false;

        SdpHeader header = SdpHeader.ReadUnchecked(bytes[SdpMessage.PadSize..]);
        var result = (ScpResult)BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.CommandOffset..]);
        ushort sequence = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.SequenceOffset..]);
        ReplyFate fate;
        SendBatch? batch;
        lock (_gate)
        {
            fate = Engine.OnReply(header, result, sequence, datagram, _batchTime, _ofReplies);
            batch = TakeOutgoing(_batchTime);
        }

        if (batch is not null)
            Finish(EffectRunner.Rent(), batch);

        if (fate == ReplyFate.Dropped)
            datagram.Dispose();

        return fate != ReplyFate.NotAReply;
    }

    /// <summary>No more replies for now: callers hear of theirs, and what they lead to is sent.</summary>
    public void EndBatch()
    {
        lock (_gate)
            Engine.OnRepliesEnd(_batchTime, _ofReplies);

        _runner.Run(_ofReplies);
        _ofReplies.Clear();
        Volatile.Write(ref _batching, false);
        Flush();
    }

    /// <summary>Fails the requests in flight: the network said that nothing takes them.</summary>
    public void Refuse(Func<Exception> error) => Raise(
        error,
        static (engine, error, now, effects) =>
        {
            engine.OnUnreachable(error, now, effects);
            return true;
        });

    /// <summary>Takes the bookkeeping out of the way of a request that a caller sends itself.</summary>
    /// <exception cref="InvalidParameterException">The sequence number is that of an awaited request in flight.</exception>
    public void Reserve(ushort sequence)
    {
        long now = Now;
        lock (_gate)
            Engine.Reserve(sequence, now);
    }

    /// <summary>Adds what was counted to <paramref name="statistics"/>.</summary>
    public ConnectionStatistics AddTo(ConnectionStatistics statistics)
    {
        lock (_gate)
            return Engine.AddTo(statistics);
    }

    /// <summary>Fails every request, now and from now on, with <paramref name="reason"/>.</summary>
    public void Close(SpinnakerException reason)
    {
        Interlocked.CompareExchange(ref _closed, reason, null);
        Raise(
            (Func<Exception>)Closed,
            static (engine, error, now, effects) =>
            {
                engine.Close(error, now, effects);
                return true;
            });
    }

    /// <summary>Fails what is left and waits until the resend policy has let go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new SpinnakerConnectionClosedException($"The connection to {_settings.Peer} is closed."));
        await _recoveries.DisposeAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A slot whose caller has taken the result can be used again.</summary>
    public void Recycle(ReplySlot slot) => _slots.Return(slot);

    /// <inheritdoc/>
    public bool TryResend(RecoveryState recovery) => Raise(recovery, static (engine, recovery, now, _) => engine.TryResend(recovery, now));

    /// <inheritdoc/>
    public bool OnAttemptTimeout(RecoveryState recovery)
    {
        return Raise(
            (recovery, HasUnread),
            static (engine, attempt, now, effects) => engine.OnAttemptTimeout(attempt.recovery, now, attempt.HasUnread, effects));
    }

    /// <inheritdoc/>
    public bool HasTriedEnough(RecoveryState recovery)
    {
        lock (_gate)
            return Engine.HasTriedEnough(recovery);
    }

    /// <inheritdoc/>
    public TimeSpan GraceOf(RecoveryState recovery)
    {
        lock (_gate)
            return Engine.GraceOf(recovery);
    }

    /// <summary>Asks the board's own chip whether it is there.</summary>
    public void AskBoard(ChipLocation home) =>
        _ = LongLived.Start((Multiplexer: this, Home: home), static asked => BoardQuestion.AskAsync(asked.Multiplexer.Codec, asked.Multiplexer._slots.Get(), asked.Multiplexer.TrySubmit, asked.Home));

    private bool TrySubmit(QueueEntry entry) => Raise(entry, static (engine, entry, now, _) => engine.TrySubmit(entry, now));

    private void OnTick() => Raise(
        HasUnread,
        static (engine, hasUnread, now, effects) =>
        {
            engine.OnTick(now, hasUnread, effects);
            return true;
        });

    /// <summary>Whatever a user's strategy made of it: what has not ended by now will not be tried any more.</summary>
    private void OnPolicyEnded(RecoveryState recovery, Exception? fault) => Raise(
        (recovery, fault),
        static (engine, ended, now, effects) =>
        {
            engine.OnPolicyEnded(ended.recovery, ended.fault, now, effects);
            return true;
        });

    /// <summary>Sends what waits to be sent.</summary>
    private void Flush() => Raise(this, static (_, _, _, _) => true);

    /// <summary>Tells the engine of an event, under the lock, and does what comes of it, without.</summary>
    private TResult Raise<TState, TResult>(TState state, Func<RequestEngine, TState, long, Effects, TResult> raise)
    {
        Effects effects = EffectRunner.Rent();
        long now = Now;
        TResult result;
        SendBatch? batch;
        lock (_gate)
        {
            result = raise(Engine, state, now, effects);
            batch = TakeOutgoing(now);
        }

        Finish(effects, batch);
        return result;
    }

    /// <summary>Takes what is to be sent now, unless somebody is sending already, who will take it, or replies are being handled, which may lead to more.</summary>
    private SendBatch? TakeOutgoing(long now)
    {
        _timer.Wanted = Engine.NextTick;
        bool mayWait = !Engine.HasFullBatch && (_batching || _elsewhere.CollectsSends);
        if (_isSending || mayWait || Engine.TryTakeOutgoing(now) is not { } batch)
            return null;

        _timer.Wanted = Engine.NextTick;
        _isSending = true;
        return batch;
    }

    /// <summary>Does what came of an event: sends, and then completes. To be called without the lock.</summary>
    private void Finish(Effects effects, SendBatch? batch)
    {
        while (batch is not null)
        {
            _transmitter.Send(batch);
            long now = Now;
            lock (_gate)
            {
                _isSending = false;
                Engine.OnSent(now, effects);
                batch = TakeOutgoing(now);
            }
        }

        _timer.Set();
        if (!effects.IsEmpty)
            _runner.Run(effects);

        EffectRunner.Return(effects);
    }

    private SpinnakerConnectionException Closed() => _closed switch
    {
        SpinnakerConnectionClosedException closed => new SpinnakerConnectionClosedException(closed.Message),
        { } other => new SpinnakerConnectionException(other.Message, other),
        null => throw new InvalidOperationException("The multiplexer is not closed."),
    };
}
