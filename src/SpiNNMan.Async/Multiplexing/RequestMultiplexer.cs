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

/// <summary>Carries the requests of any number of callers over one socket, and each reply to the caller that awaits it.</summary>
/// <remarks>A <see cref="RequestEngine"/> in its <see cref="EngineShell"/> makes the decisions. This class stands between it and callers: it encodes and decodes, and waits.</remarks>
internal sealed class RequestMultiplexer : ITransferCarrier, IAsyncDisposable
{
    private readonly MultiplexerSettings _settings;
    private readonly ObjectPool<ReplySlot> _slots;
    private readonly CompletionQueue _elsewhere;
    private readonly EngineShell _shell;
    private readonly Recoveries _recoveries;
    private readonly EffectRunner _runner;
    private readonly RequestJournal _journal;
    private SpinnakerException? _closed;

    public RequestMultiplexer(IDatagramSocket socket, DatagramPool datagrams, MultiplexerSettings settings)
    {
        _settings = settings;
        _slots = new StackPool<ReplySlot>(() => new ReplySlot(this), Math.Max(64, settings.MaxWindow * 2));
        _elsewhere = new CompletionQueue(Flush, settings.Logger, settings.Peer);
        _journal = new RequestJournal(settings.Logger, settings.Peer, settings.TimeProvider);
        _shell = new EngineShell(new RequestEngine(settings, _slots.Get), socket, settings, _elsewhere, _journal, Run);
        var policy = new ResendPolicy(settings, settings.TimeProvider, settings.ConfigureResending);
        _recoveries = new Recoveries(new ResendTarget(_shell, _journal), policy, completeInline: !settings.RunContinuationsAsynchronously, OnPolicyEnded, settings);
        _runner = new EffectRunner(this, _recoveries, _elsewhere, _journal, settings.Logger, settings.Peer);
        Codec = new RequestCodec(datagrams, settings.Peer, settings.Absence);
    }

    /// <inheritdoc/>
    public RequestCodec Codec { get; }

    /// <inheritdoc/>
    public bool RunContinuationsAsynchronously => _settings.RunContinuationsAsynchronously;

    /// <summary>The borrower that may receive in place of the thread of the pump; <see langword="null"/> if callers are resumed on that thread.</summary>
    public IPumpBorrower? Borrower => RunContinuationsAsynchronously ? _elsewhere : null;

    /// <summary>The number of rented buffers for requests without data.</summary>
    public int OutstandingBuffers => Codec.OutstandingBuffers;

    /// <summary>Whether there are requests in flight that a refusal can belong to.</summary>
    public bool HasInFlight => _shell.Ask(this, static (engine, _) => engine.HasInFlight);

    /// <summary>Sets the chip that has the Ethernet of the board.</summary>
    public void SetHome(ChipLocation chip) => _shell.Ask(chip, static (engine, chip) =>
    {
        engine.Admission.SetHome(chip);
        return true;
    });

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
    /// <param name="request">The encoded request. The multiplexer owns it from now on, and fills in its sequence number.</param>
    /// <param name="traits">The traits of the request.</param>
    /// <param name="completeInline">Whether the caller is resumed on the thread that received the reply. Only loops of the library may ask for it.</param>
    /// <param name="cancellationToken">Ends the waiting. A later reply is dropped.</param>
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

    /// <summary>Stops a transfer of a given generation. If it ended meanwhile, the object may carry another one, of any connection.</summary>
    public void StopLate(Transfer transfer, int generation, Exception error) => Stop(transfer, generation, error, default);

    private void Stop(Transfer transfer, int generation, Exception? error, CancellationToken cancelledBy) => _shell.Raise(
        (transfer, generation, error, cancelledBy),
        static (engine, stop, now, effects) =>
        {
            if (!stop.transfer.TryStop(stop.generation, stop.error, stop.cancelledBy))
                return false;

            engine.OnStopped(stop.transfer, now, effects);
            return true;
        });

    /// <summary>Cancels a request. Its slot is free at once, and its place in the window when the board has answered or its time is up.</summary>
    public void Cancel(ReplySlot slot, CancellationToken cancellationToken) => _shell.Raise(
        (slot, error: new OperationCanceledException(cancellationToken)),
        static (engine, cancelled, now, effects) => engine.TryCancel(cancelled.slot, cancelled.error, now, effects));

    /// <summary>Begins a batch of replies. Their effects are carried out together at <see cref="EndBatch"/>.</summary>
    public void BeginBatch() => _shell.BeginReplies();

    /// <summary>Gives a datagram to the request that awaits it. The caller gets it with <see cref="EndBatch"/>.</summary>
    /// <returns>Whether it was given to a request, or dropped as a late reply. If not, it still belongs to the caller.</returns>
    public bool TryTake(Datagram datagram)
    {
        ReadOnlySpan<byte> bytes = datagram.Span;
        if (bytes.Length < SdpMessage.PadSize + ScpReply.HeaderSize)
            return false;

        SdpHeader header = SdpHeader.ReadUnchecked(bytes[SdpMessage.PadSize..]);
        var result = (ScpResult)BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.CommandOffset..]);
        ushort sequence = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.SequenceOffset..]);
        ReplyFate fate = _shell.TakeReply(header, result, sequence, datagram);
        if (fate == ReplyFate.Dropped)
        {
            datagram.Dispose();
            _journal.OnUnwanted(header.Source.Location, sequence, result);
        }

        return fate != ReplyFate.NotAReply;
    }

    /// <summary>Ends a batch of replies: callers get their replies, and further requests are sent.</summary>
    public void EndBatch() => _shell.EndReplies();

    /// <summary>Fails the requests in flight, which the network refused.</summary>
    public void Refuse(Func<Exception> error) => _shell.Raise(
        error,
        static (engine, error, now, effects) =>
        {
            engine.OnUnreachable(error, now, effects);
            return true;
        });

    /// <summary>Reserves the sequence number of a request that a caller sends itself.</summary>
    /// <exception cref="InvalidParameterException">The sequence number is that of an awaited request in flight.</exception>
    public void Reserve(ushort sequence) => _shell.Ask((sequence, now: _shell.Now), static (engine, reserved) =>
    {
        engine.Reserve(reserved.sequence, reserved.now);
        return true;
    });

    /// <summary>Adds its counters to <paramref name="statistics"/>.</summary>
    public ConnectionStatistics AddTo(ConnectionStatistics statistics) => _shell.AddTo(statistics);

    /// <summary>Fails every request, now and from now on, with <paramref name="reason"/>.</summary>
    public void Close(SpinnakerException reason)
    {
        Interlocked.CompareExchange(ref _closed, reason, null);
        _shell.Raise(
            (Func<Exception>)Closed,
            static (engine, error, now, effects) =>
            {
                engine.Close(error, now, effects);
                return true;
            });
    }

    /// <summary>Fails the requests that are left, and waits until the resend policy holds none any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new SpinnakerConnectionClosedException($"The connection to {_settings.Peer} is closed."));
        await _recoveries.DisposeAsync().ConfigureAwait(false);
        await _shell.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Makes a slot whose caller has taken the result free for the next request.</summary>
    public void Recycle(ReplySlot slot) => _slots.Return(slot);

    /// <summary>Asks the chip of the board whether it is there.</summary>
    public void AskBoard(ChipLocation home) =>
        _ = LongLived.Start((Multiplexer: this, Home: home), static asked => BoardQuestion.AskAsync(asked.Multiplexer.Codec, asked.Multiplexer._slots.Get(), asked.Multiplexer.TrySubmit, asked.Home));

    private bool TrySubmit(QueueEntry entry) => _shell.Raise(entry, static (engine, entry, now, _) => engine.TrySubmit(entry, now));

    /// <summary>The resend policy has ended, perhaps by a strategy of a user. A request that has not ended will not be tried again.</summary>
    private void OnPolicyEnded(RecoveryState recovery, Exception? fault)
    {
        if (fault is not null)
            _journal.OnStrategyFailed(fault);

        _shell.Raise((recovery, fault), static (engine, ended, now, effects) =>
        {
            engine.OnPolicyEnded(ended.recovery, ended.fault, now, effects);
            return true;
        });
        _shell.Look();
    }

    private void Flush() => _shell.Flush();

    private void Run(Effects effects) => _runner.Run(effects);

    private SpinnakerConnectionException Closed() => _closed switch
    {
        SpinnakerConnectionClosedException closed => new SpinnakerConnectionClosedException(closed.Message),
        { } other => new SpinnakerConnectionException(other.Message, other),
        null => throw new InvalidOperationException("The multiplexer is not closed."),
    };
}
