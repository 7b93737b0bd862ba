using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Adds to a <see cref="RequestEngine"/> a lock, a clock, a timer and a socket.</summary>
/// <remarks>
/// Each event goes to the engine under the lock. Its effects, including the sending, are carried out after the lock has been released. So no code of a user runs under the lock, and no exception can leave the engine half-way.
/// </remarks>
internal sealed class EngineShell : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RequestEngine _engine;
    private readonly IDatagramSocket _socket;
    private readonly Transmitter _transmitter;
    private readonly CompletionQueue _elsewhere;
    private readonly RequestJournal _journal;
    private readonly Action<Effects> _run;
    private readonly SteadyClock _clock;
    private readonly TickTimer _timer;
    private readonly Effects _ofReplies = new();
    private readonly MultiplexerSettings _settings;
    private bool _isMetered;
    private bool _batching;
    private bool _isSending;
    private int _window;
    private bool _isProbing;
    private long _batchTime;

    /// <summary>Makes the shell of a new engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="socket">Sends its datagrams.</param>
    /// <param name="settings">The clock and the log.</param>
    /// <param name="elsewhere">Resumes callers, and collects the requests that they send meanwhile.</param>
    /// <param name="journal">The log.</param>
    /// <param name="run">Carries out effects other than the sending. It is called without the lock.</param>
    public EngineShell(RequestEngine engine, IDatagramSocket socket, MultiplexerSettings settings, CompletionQueue elsewhere, RequestJournal journal, Action<Effects> run)
    {
        _engine = engine;
        _settings = settings;
        _socket = socket;
        _elsewhere = elsewhere;
        _journal = journal;
        _run = run;
        _transmitter = new Transmitter(socket, settings.Logger, settings.Peer);
        _window = engine.Admission.Window.Value;
        _clock = new SteadyClock(settings.TimeProvider);
        _timer = new TickTimer(settings.TimeProvider, _clock, OnTick);
    }

    /// <summary>Tells the engine of an event.</summary>
    /// <typeparam name="TState">The argument of the event.</typeparam>
    /// <typeparam name="TResult">The result of the event.</typeparam>
    public delegate TResult Event<TState, TResult>(RequestEngine engine, TState state, long now, Effects effects);

    /// <summary>The time, which never goes back.</summary>
    public long Now => _clock.Now;

    /// <summary>Whether replies have come that have not been handled: this computer is late, not the board.</summary>
    public bool HasUnread => Volatile.Read(ref _batching) || (_socket is IBatchReceiver receiver && receiver.HasWaiting);

    /// <summary>The engine, for callers that hold the lock.</summary>
    private RequestEngine Engine => _gate.IsHeldByCurrentThread ? _engine : throw new InvalidOperationException("The engine was used without its lock.");

    /// <summary>Adds the counters of the engine and of what was sent.</summary>
    public ConnectionStatistics AddTo(ConnectionStatistics statistics)
    {
        SendCounters sent = _transmitter.Counters;
        return Ask(statistics, static (engine, statistics) => engine.AddTo(statistics)) with
        {
            DatagramsSent = statistics.DatagramsSent + sent.Datagrams,
            BytesSent = statistics.BytesSent + sent.Bytes,
        };
    }

    /// <summary>Calls the engine under the lock, without effects.</summary>
    public TResult Ask<TState, TResult>(TState state, Func<RequestEngine, TState, TResult> ask)
    {
        lock (_gate)
            return ask(Engine, state);
    }

    /// <summary>Gives the engine an event under the lock, and carries out its effects without the lock.</summary>
    public TResult Raise<TState, TResult>(TState state, Event<TState, TResult> raise)
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

    /// <summary>Sends the requests in the outbox.</summary>
    public void Flush() => Raise(this, static (_, _, _, _) => true);

    /// <summary>Begins a batch of replies. Their effects are carried out together at <see cref="EndReplies"/>.</summary>
    public void BeginReplies()
    {
        _batchTime = Now;
        _isMetered = RequestDurations.AreWatched;
        Volatile.Write(ref _batching, true);
    }

    /// <summary>Gives the engine a reply.</summary>
    public ReplyFate TakeReply(SdpHeader header, ScpResult result, ushort sequence, Datagram reply)
    {
        ReplyFate fate;
        SendBatch? batch;
        (ScpCommand Command, long Ticks) answered = default;
        lock (_gate)
        {
            fate = Engine.OnReply(header, result, sequence, reply, _batchTime, _ofReplies);
            batch = TakeOutgoing(_batchTime);
            if (_isMetered)
                answered = Engine.LastAnswered;
        }

        if (_isMetered && fate == ReplyFate.Taken)
            Record(answered.Command, answered.Ticks);

        if (batch is not null)
            Finish(EffectRunner.Rent(), batch);

        return fate;
    }

    /// <summary>Ends a batch of replies: callers get their replies, and further requests are sent.</summary>
    public void EndReplies()
    {
        EngineChange? change;
        lock (_gate)
        {
            Engine.OnRepliesEnd(_batchTime, _ofReplies);
            change = TakeChange();
        }

        _journal.OnChanged(change);

        _run(_ofReplies);
        _ofReplies.Clear();
        Volatile.Write(ref _batching, false);
        Flush();
    }

    /// <summary>Writes to the log if the window changed, or the board fell silent.</summary>
    public void Look()
    {
        EngineChange? change;
        lock (_gate)
            change = TakeChange();

        _journal.OnChanged(change);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnTick()
    {
        Raise(HasUnread, static (engine, hasUnread, now, effects) =>
        {
            engine.OnTick(now, hasUnread, effects);
            return true;
        });
        Look();
    }

    /// <summary>Records how long a request took. It is called without the lock, since it runs code of users, whose errors must not end anything.</summary>
    private void Record(ScpCommand command, long ticks)
    {
        try
        {
            RequestDurations.Record(TimeSpan.FromTicks(Math.Max(0, ticks)), command.ToString(), _settings.Place?.Tags ?? []);
        }
        catch (Exception exception)
        {
            Log.DispatcherFailed(_settings.Logger, exception, _settings.Peer);
        }
    }

    /// <summary>The change since the last time, if there is one.</summary>
    private EngineChange? TakeChange()
    {
        Admission admission = Engine.Admission;
        int window = admission.Window.Value;
        bool isProbing = admission.IsProbing;
        if (window == _window && isProbing == _isProbing)
            return null;

        var change = new EngineChange(_window, window, admission.Window.LossRate, _isProbing, isProbing);
        _window = window;
        _isProbing = isProbing;
        return change;
    }

    /// <summary>Takes the next batch to send, unless a thread that sends already will take it, or replies that are being handled may add to it.</summary>
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

    /// <summary>Carries out the effects of an event: sends, and then completes. It is called without the lock.</summary>
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
            _run(effects);

        EffectRunner.Return(effects);
    }
}
