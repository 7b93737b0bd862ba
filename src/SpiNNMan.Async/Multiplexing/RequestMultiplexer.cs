using System.Buffers.Binary;
using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Carries the requests of any number of callers over one socket, and each reply to the one who awaits it.</summary>
/// <remarks>
/// A request takes a place in the send window and a sequence number, goes out, and waits in a slot for a reply with that number from the core
/// it was sent to. One that is overdue goes to the <see cref="ResendPolicy"/>. One lock guards everything; nobody's continuation runs under it.
/// </remarks>
internal sealed partial class RequestMultiplexer : IAsyncDisposable
{
    private readonly IDatagramSocket _socket;
    private readonly DatagramPool _datagrams;
    private readonly MultiplexerSettings _settings;
    private readonly ResendPolicy _policy;
    private readonly ObjectPool<ReplySlot> _slots;
    private readonly Lock _gate = new();
    private readonly SendWindow _window;
    private readonly PendingTable _pending;
    private readonly SequenceNumbers _sequences;
    private readonly Dictionary<ChipLocation, RoundTripEstimator> _estimators = [];
    private readonly HashSet<Recovery> _recoveries = [];
    private readonly MultiplexerCounters _counters = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _sweepTimer;
    private RoundTripEstimator? _lastEstimator;
    private long _order;
    private SpinnakerException? _closed;

    public RequestMultiplexer(IDatagramSocket socket, DatagramPool datagrams, MultiplexerSettings settings)
    {
        _socket = socket;
        _datagrams = datagrams;
        _settings = settings;
        _policy = new ResendPolicy(settings);
        _slots = new DefaultObjectPool<ReplySlot>(new SlotPolicy(this), settings.MaxWindow * 8);
        _window = new SendWindow(settings.MaxWindow);
        _pending = new PendingTable(settings.MaxWindow);
        _sequences = new SequenceNumbers(settings.TimeProvider);
        _sweepTimer = settings.TimeProvider.CreateTimer(
            static state => ((RequestMultiplexer)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private long Now => _settings.TimeProvider.GetTimestamp();

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

        ReplySlot slot;
        lock (_gate)
        {
            if (_closed is not null)
            {
                request.Dispose();
                return ValueTask.FromException<Datagram>(Closed());
            }

            slot = _slots.Get();
            slot.Prepare(request, traits, completeInline || !_settings.RunContinuationsAsynchronously);
            slot.State = SlotState.Queued;
            if (_window.TryEnter())
                Launch(slot);
            else
                _window.Enqueue(slot);
        }

        ValueTask<Datagram> reply = slot.Task;
        slot.CancelWith(cancellationToken);
        return reply;
    }

    /// <summary>Takes the bookkeeping out of the way of a request that a caller sends itself.</summary>
    /// <exception cref="InvalidParameterException">The sequence number is that of an awaited request in flight.</exception>
    public void Reserve(ushort sequence)
    {
        lock (_gate)
        {
            if (_pending.Find(sequence) is { } slot)
            {
                throw new InvalidParameterException(
                    nameof(sequence), sequence, $"it is the number of an awaited {slot.Traits.Command} in flight: use 0, which awaited requests never have");
            }

            _sequences.Reserve(sequence);
        }
    }

    /// <summary>Adds what the multiplexer counted to <paramref name="statistics"/>.</summary>
    public ConnectionStatistics AddTo(ConnectionStatistics statistics)
    {
        lock (_gate)
        {
            return statistics with
            {
                Sent = _counters.Sent,
                Answered = _counters.Answered,
                ResentAfterTimeout = _counters.ResentAfterTimeout,
                ResentWhenOvertaken = _counters.ResentWhenOvertaken,
                ResentToTryAgain = _counters.ResentToTryAgain,
                TimedOut = _counters.TimedOut,
                Cancelled = _counters.Cancelled,
                Late = _counters.Late,
                Window = _window.Limit,
                InFlight = _window.InFlight,
                MostInFlight = _window.MostInFlight,
                Queued = _window.Queued,
                RoundTrip = _lastEstimator?.RoundTrip,
                Timeout = _lastEstimator?.Timeout ?? _settings.InitialTimeout,
            };
        }
    }

    /// <summary>Fails every request, now and from now on, with <paramref name="reason"/>.</summary>
    public void Close(SpinnakerException reason)
    {
        lock (_gate)
            _closed ??= reason;

        FailAll(inFlightOnly: false, () => Closed());
    }

    /// <summary>Fails what is left and waits until the resend policy has let go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new SpinnakerConnectionClosedException($"The connection to {_settings.Peer} is closed."));
        await _closing.CancelAsync().ConfigureAwait(false);

        Task[] recoveries;
        lock (_gate)
            recoveries = [.. _recoveries.Select(recovery => recovery.Running)];

        await Task.WhenAll(recoveries).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sweepTimer.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>A slot whose caller has taken the result can be used again.</summary>
    public void Recycle(ReplySlot slot) => _slots.Return(slot);

    /// <summary>Cancels a request: frees its slot and its place in the window at once.</summary>
    public void Cancel(ReplySlot slot, CancellationToken cancellationToken)
    {
        Recovery? recovery;
        lock (_gate)
        {
            if (slot.State is SlotState.Done or SlotState.Free)
                return;

            recovery = slot.Recovery;
            _counters.Cancelled++;
            End(slot);
            AdmitQueued();
        }

        recovery?.Signal(AttemptOutcome.Ended);
        slot.Fail(new OperationCanceledException(cancellationToken));
    }

    /// <summary>Sends a queued request for the first time. Call under the lock, with a place in the window.</summary>
    private void Launch(ReplySlot slot)
    {
        slot.Sequence = _sequences.Issue(_pending);
        BinaryPrimitives.WriteUInt16LittleEndian(slot.Request!.Buffer.AsSpan(ScpMessage.SequenceOffset), slot.Sequence);
        slot.Estimator = _lastEstimator = EstimatorOf(slot.Traits.Destination.Chip);
        slot.State = SlotState.InFlight;
        _pending.Add(slot);
        _counters.Sent++;
        slot.LastTimeout = slot.Estimator.Timeout + slot.Traits.TimeoutClass.Allowance;
        Transmit(slot);
        slot.FirstSent = slot.LastSent;
        slot.FirstOrder = slot.Order;

        // What may not be repeated just waits: there is nothing to do before it is given up.
        TimeSpan wait = slot.IsRepeatable ? slot.LastTimeout : _settings.GiveUpAfter + slot.Traits.TimeoutClass.Allowance;
        slot.Deadline = slot.LastSent + ToTimestamp(wait);
        SweepBy(slot.Deadline);
    }

    /// <summary>Sends a request's bytes. Its clock starts when they have been sent. Call under the lock.</summary>
    private void Transmit(ReplySlot slot)
    {
        slot.Order = ++_order;
        slot.Sends++;
        slot.OvertakenBy = 0;
        ReadOnlySpan<byte> bytes = slot.Request!.Span;
        try
        {
            _socket.Send(bytes);
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The connection is being closed, and fails its requests itself.
        }
        catch (SpinnakerConnectionException)
        {
            // Most likely the system reported the refusal of an earlier datagram, and did not send this one: once more, so that the answer
            // to that is received and says it. If that fails too, the datagram is lost, as any may be.
            TransmitAgain(bytes);
        }

        slot.LastSent = Now;
    }

    private void TransmitAgain(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SpinnakerConnectionException)
        {
            // Lost. The request will be overdue.
        }
    }

    /// <summary>Takes a request out of every table. Call under the lock; complete the slot afterwards, outside it.</summary>
    private void End(ReplySlot slot)
    {
        if (slot.State == SlotState.Queued)
        {
            _window.Remove(slot);
        }
        else
        {
            _pending.Remove(slot);
            _sequences.Retire(slot.Sequence, slot.Sends - slot.Replies);
            _window.Leave();
        }

        slot.State = SlotState.Done;
        slot.Request!.Dispose();
        slot.Request = null;
        if (slot.Recovery is { } recovery)
        {
            recovery.IsOver = true;
            slot.Recovery = null;
        }
    }

    /// <summary>Sends what waits for places that have become free. Call under the lock.</summary>
    private void AdmitQueued()
    {
        while (_closed is null && _window.TryAdmit() is { } slot)
            Launch(slot);
    }

    private RoundTripEstimator EstimatorOf(ChipLocation chip)
    {
        if (!_estimators.TryGetValue(chip, out RoundTripEstimator? estimator))
            _estimators.Add(chip, estimator = new RoundTripEstimator(_settings));

        return estimator;
    }

    private long ToTimestamp(TimeSpan duration) => (long)(duration.TotalSeconds * _settings.TimeProvider.TimestampFrequency);

    private SpinnakerConnectionException Closed() => _closed switch
    {
        SpinnakerConnectionClosedException closed => new SpinnakerConnectionClosedException(closed.Message),
        { } other => new SpinnakerConnectionException(other.Message, other),
        null => throw new InvalidOperationException("The multiplexer is not closed."),
    };

    private sealed class SlotPolicy(RequestMultiplexer owner) : PooledObjectPolicy<ReplySlot>
    {
        public override ReplySlot Create() => new(owner);

        public override bool Return(ReplySlot obj) => true;
    }
}
