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
    private readonly DatagramPool _shortRequests = new(ScpMessage.OverheadSize);
    private readonly MultiplexerSettings _settings;
    private readonly ResendPolicy _policy;
    private readonly ObjectPool<ReplySlot> _slots;
    private readonly Lock _gate = new();
    private readonly SendWindow _window;
    private readonly SendQueue _queue = new();
    private readonly PendingTable _pending;
    private readonly SequenceNumbers _sequences;
    private readonly Dictionary<ChipLocation, Destination> _destinations = [];
    private readonly HashSet<Recovery> _recoveries = [];
    private readonly MultiplexerCounters _counters = new();
    private readonly SteadyClock _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _sweepTimer;
    private readonly CancellationToken _closingToken;
    private ChipLocation _home = ChipLocation.Root;
    private ChipLocation _lastChip;
    private Destination? _lastDestination;
    private long _batchTime;
    private long _order;
    private SpinnakerException? _closed;

    public RequestMultiplexer(IDatagramSocket socket, DatagramPool datagrams, MultiplexerSettings settings)
    {
        _socket = socket;
        _datagrams = datagrams;
        _settings = settings;
        _policy = new ResendPolicy(settings);
        _slots = new StackPool<ReplySlot>(() => new ReplySlot(this), Math.Max(64, settings.MaxWindow * 2));
        _window = new SendWindow(settings.MaxWindow);
        _outbox = new Outbox(settings.MaxWindow);
        _pending = new PendingTable(settings.MaxWindow);
        _sequences = new SequenceNumbers();
        _clock = new SteadyClock(settings.TimeProvider);
        _evidence = new LossEvidence(settings.ResendWhenOvertakenBy);
        _closingToken = _closing.Token;
        _sweepTimer = LongLived.Start(this, static self => self._settings.TimeProvider.CreateTimer(
            static state => ((RequestMultiplexer)state!).OnTimer(), self, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Buffers rented and not returned yet for requests without data. Most are such, and a thousand boards have many in flight.</summary>
    public int OutstandingBuffers => _shortRequests.Outstanding;

    /// <summary>The rules that requests are resent by.</summary>
    public ResendPolicy Policy => _policy;

    /// <summary>Says which chip the board's Ethernet is on, as far as that is known.</summary>
    public void SetHome(ChipLocation chip)
    {
        lock (_gate)
        {
            _home = chip;
            foreach ((ChipLocation location, Destination destination) in _destinations)
            {
                destination.Limit = LimitOf(location);
                _queue.NoteRoom(destination);
            }
        }
    }

    /// <summary>The time.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return _clock.Now;
        }
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
            slot.Destination = DestinationOf(traits.Destination.Chip);
            Enqueue(slot);
            Admit();
        }

        ValueTask<Datagram> reply = slot.Task;
        RunDue();
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

            _sequences.Reserve(sequence, Now);
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
                Duplicates = _counters.Duplicates,
                ResentNeedlessly = _counters.ResentNeedlessly,
                Window = _window.Limit.Value,
                MaxWindow = _settings.MaxWindow,
                WindowReductions = _window.Limit.Reductions,
                LossRate = _window.Limit.LossRate,
                ResendWhenOvertakenBy = _evidence.Needed,
                InFlight = _window.InFlight,
                MostInFlight = _window.MostInFlight,
                Queued = _queue.Count,
                RoundTrip = _lastDestination?.Estimator.RoundTrip,
                RoundTripDeviation = _lastDestination?.Estimator.Deviation,
                Timeout = _lastDestination?.Estimator.Timeout ?? _settings.InitialTimeout,
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

    /// <summary>Cancels a request: frees its slot at once, and its place in the window when the board has answered or should have.</summary>
    public void Cancel(ReplySlot slot, CancellationToken cancellationToken)
    {
        Recovery? recovery;
        lock (_gate)
        {
            if (slot.State is SlotState.Done or SlotState.Free)
                return;

            recovery = slot.Recovery;
            Abandon(slot);
            Admit();
        }

        recovery?.Signal(AttemptOutcome.Ended);
        slot.Fail(new OperationCanceledException(cancellationToken));
        RunDue();
    }

    /// <summary>Takes a request out of every table. Call under the lock; complete the slot afterwards, outside it.</summary>
    private void End(ReplySlot slot)
    {
        if (slot.State == SlotState.Queued)
        {
            _queue.Remove(slot);
        }
        else
        {
            if (slot.OutboxIndex >= 0)
                _outbox.Remove(slot);

            _pending.Remove(slot);
            _sequences.Retire(slot.Sequence, slot.Sends - slot.Replies, Now, slot.Replies > 0 ? slot.Recovery?.Reason : null);
            slot.Destination.Remove(slot);
            _queue.NoteRoom(slot.Destination);
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

    private SpinnakerConnectionException Closed() => _closed switch
    {
        SpinnakerConnectionClosedException closed => new SpinnakerConnectionClosedException(closed.Message),
        { } other => new SpinnakerConnectionException(other.Message, other),
        null => throw new InvalidOperationException("The multiplexer is not closed."),
    };
}
