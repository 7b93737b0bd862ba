using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>Lets so many datagrams a second go to a board, and those who want to send take turns.</summary>
/// <remarks>A bucket of tokens fills at the rate, and holds a burst. Who waits is served in turn by label, and within a label in the order of asking.</remarks>
internal sealed class BoardPacer : IAsyncDisposable
{
    private const double Growth = 1.25;
    private const double Shrinkage = 0.7;

    private readonly Lock _gate = new();
    private readonly SendOptions _options;
    private readonly TimeProvider _clock;
    private readonly bool _inline;
    private readonly Dictionary<int, LinkedList<Waiter>> _waiting = [];
    private readonly Queue<int> _turns = new();
    private readonly ITimer _timer;
    private double _rate;
    private double _tokens;
    private long _filledAt;
    private long _waits;
    private bool _disposed;

    public BoardPacer(SendOptions options, TimeProvider clock, bool inline)
    {
        _options = options;
        _clock = clock;
        _inline = inline;
        _rate = options.DatagramsPerSecond;
        _tokens = options.Burst;
        _filledAt = clock.GetTimestamp();
        _timer = LongLived.Start((Pacer: this, Clock: clock), static pair => pair.Clock.CreateTimer(
            static pacer => ((BoardPacer)pacer!).Serve(), pair.Pacer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Datagrams a second.</summary>
    public double Rate
    {
        get
        {
            lock (_gate)
                return _rate;
        }

        set
        {
            lock (_gate)
            {
                Fill();
                _rate = value;
            }

            Serve();
        }
    }

    /// <summary>Waits until a datagram may go.</summary>
    public ValueTask TakeTurnAsync(int label, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Fill();
            if (_turns.Count == 0 && _tokens >= 1)
            {
                _tokens--;
                return ValueTask.CompletedTask;
            }

            _waits++;
            waiter = new Waiter(label, _inline);
            if (!_waiting.TryGetValue(label, out LinkedList<Waiter>? queue))
                _waiting[label] = queue = new LinkedList<Waiter>();

            if (queue.Count == 0)
                _turns.Enqueue(label);

            queue.AddLast(waiter);
            SetTimer();
        }

        return new ValueTask(WaitAsync(waiter, cancellationToken));
    }

    /// <summary>Takes in the machine's report of a run. The rate goes down when datagrams did not arrive. It goes up when all arrived and the rate held them back.</summary>
    public void Learn(long sent, long missing)
    {
        double rate;
        lock (_gate)
        {
            rate = _rate;
            if (!_options.Learns || sent == 0)
                return;

            if (missing > 0)
                rate *= Math.Max(0.25, Shrinkage * (1 - ((double)missing / sent)));
            else if (_waits > sent / 4)
                rate *= Growth;

            _waits = 0;
            rate = Math.Clamp(rate, Math.Min(_options.LeastDatagramsPerSecond, _options.DatagramsPerSecond), Math.Max(_options.MostDatagramsPerSecond, _options.DatagramsPerSecond));
        }

        Rate = rate;
    }

    public ValueTask DisposeAsync()
    {
        List<Waiter> left;
        lock (_gate)
        {
            _disposed = true;
            left = [.. _waiting.Values.SelectMany(static queue => queue)];
            _waiting.Clear();
            _turns.Clear();
        }

        foreach (Waiter waiter in left)
            waiter.Turn.TrySetException(new ObjectDisposedException("LiveRun", "The run was closed before the events could be sent."));

        return _timer.DisposeAsync();
    }

    private static async Task WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (state, token) => ((Waiter)state!).Turn.TrySetCanceled(token), waiter);
        await waiter.Turn.Task.ConfigureAwait(false);
    }

    /// <summary>Lets go who may, label by label.</summary>
    private void Serve()
    {
        while (true)
        {
            Waiter waiter;
            lock (_gate)
            {
                Fill();
                if (_disposed || _turns.Count == 0)
                    return;

                if (_tokens < 1)
                {
                    SetTimer();
                    return;
                }

                int label = _turns.Dequeue();
                LinkedList<Waiter> queue = _waiting[label];
                waiter = queue.First!.Value;
                queue.RemoveFirst();
                if (queue.Count > 0)
                    _turns.Enqueue(label);

                if (waiter.Turn.Task.IsCompleted)
                    continue;

                _tokens--;
            }

            // Not under the lock: who waits may be resumed here.
            if (!waiter.Turn.TrySetResult())
                GiveBack();
        }
    }

    private void GiveBack()
    {
        lock (_gate)
            _tokens++;
    }

    private void Fill()
    {
        long now = _clock.GetTimestamp();
        _tokens = Math.Min(_options.Burst, _tokens + (_clock.GetElapsedTime(_filledAt, now).TotalSeconds * _rate));
        _filledAt = now;
    }

    private void SetTimer()
    {
        if (_disposed)
            return;

        double seconds = Math.Max(0, (1 - _tokens) / _rate);
        _timer.Change(TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
    }

    private sealed class Waiter(int label, bool inline)
    {
        public int Label => label;

        public TaskCompletionSource Turn { get; } = new(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
