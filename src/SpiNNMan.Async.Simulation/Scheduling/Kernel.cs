using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Scheduling;

/// <summary>The serial world a virtual machine lives in: one thing happens at a time, in the order of the clock.</summary>
/// <remarks>
/// Everything that changes a machine runs between <see cref="Enter"/> and <see cref="Leave"/>. What is scheduled runs when it is due, at the latest with the next
/// thing that happens; ties run in the order they were scheduled, so that a run can be repeated exactly on a clock made for it.
/// </remarks>
internal sealed class Kernel : IDisposable
{
    private const int MaxPostedAtOnce = 1024;

    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_mostLateness = TimeSpan.FromMilliseconds(100);

    /// <summary>After how much work for what is due others get their turn, on the system's clock, which goes on meanwhile.</summary>
    private static readonly TimeSpan s_longestTurn = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Action, (TimeSpan Due, long Order)> _scheduled = new();
    private readonly Queue<Action> _posted = new();
    private readonly TimeProvider _time;
    private readonly Type _owner;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly TimeSpan _leastWait;
    private IFollower[] _followers = [];
    private PreciseTimer? _precise;
    private TimeSpan _armedFor = TimeSpan.MaxValue;
    private TimeSpan? _running;
    private long _order;
    private int _depth;
    private bool _disposed;

    /// <param name="time">The clock.</param>
    /// <param name="owner">The name that users know, for errors.</param>
    public Kernel(TimeProvider time, Type? owner = null)
    {
        _owner = owner ?? typeof(Kernel);
        _time = time;
        _start = time.GetTimestamp();

        // The system's timers count whole milliseconds and would fire too early, again and again.
        _leastWait = ReferenceEquals(time, TimeProvider.System) ? s_millisecond : TimeSpan.Zero;
        _timer = LongLived.Start(this, static self => self._time.CreateTimer(
            static state => ((Kernel)state!).OnTimer(), self, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>The lock that is held inside.</summary>
    public Lock Gate => _gate;

    /// <summary>Who watches.</summary>
    public EventHub Events { get; } = new();

    /// <summary>The last thing that went wrong in the machine itself.</summary>
    public Exception? LastDefect { get; private set; }

    /// <summary>How long the machine has existed.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The time that counts for what is happening: when it was due, if it was scheduled and is not very late.</summary>
    public TimeSpan DueNow => Now is var now && _running is { } due && now - due < s_mostLateness ? due : now;

    /// <summary>Makes times below a millisecond count on the system's clock; it costs a thread. Call it from inside only.</summary>
    public void BecomePrecise()
    {
        if (_leastWait > TimeSpan.Zero && !_disposed)
            _precise ??= new PreciseTimer(OnTimer);
    }

    /// <summary>Whether the clock is the system's, which goes on whatever happens here.</summary>
    public bool IsRealTime => ReferenceEquals(_time, TimeProvider.System);

    /// <summary>Lets something's time pass with that of the kernel. Call it from inside only.</summary>
    public void AddFollower(IFollower follower) => _followers = [.. _followers, follower];

    /// <summary>Lets something go its own way again. Call it from inside only.</summary>
    public void RemoveFollower(IFollower follower) => _followers = [.. _followers.Where(other => !ReferenceEquals(other, follower))];

    /// <summary>Enters the serial world; dispose of what it returns to leave it again.</summary>
    /// <example><code>using (kernel.Enter()) { ... }</code></example>
    public Scope Enter()
    {
        _gate.Enter();
        try
        {
            if (_depth++ == 0)
            {
                RunDue();
                AdvanceFollowers(Now);
            }
        }
        catch
        {
            _depth--;
            _gate.Exit();
            throw;
        }

        return new Scope(this);
    }

    /// <summary>Enters the serial world for the program that runs the machine.</summary>
    /// <exception cref="ObjectDisposedException">The machine was disposed of.</exception>
    public Scope EnterAlive()
    {
        ObjectDisposedException.ThrowIf(_disposed, _owner);
        return Enter();
    }

    /// <summary>Runs <paramref name="action"/> after <paramref name="delay"/>. Call it from inside only.</summary>
    public void Schedule(TimeSpan delay, Action action)
    {
        if (_disposed)
            return;

        // Repeated events keep their pace although timers are late, unless they are so late that they would never catch up.
        _scheduled.Enqueue(action, (DueNow + delay, _order++));
        Arm();
    }

    /// <summary>Runs <paramref name="action"/> once what is happening now is over. Call it from inside only.</summary>
    public void Post(Action action) => _posted.Enqueue(action);

    /// <summary>Tells of something that went wrong in the machine itself. Call it from inside only.</summary>
    public void ReportDefect(Exception defect)
    {
        LastDefect = defect;
        Events.Publish(new MachineEvent(Now, MachineEventKind.Defect, Board: null, Chip: null, Core: null, defect.Message));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _scheduled.Clear();
            _posted.Clear();
            foreach (IFollower follower in _followers)
                follower.End();

            _followers = [];
        }

        _timer.Dispose();
        _precise?.Dispose();
        Events.Close();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armedFor = TimeSpan.MaxValue;
        }

        Enter().Dispose();
    }

    private void Leave()
    {
        try
        {
            // A program that looks at the machine from inside must not let the next thing happen before it is done itself.
            if (_depth == 1)
            {
                RunPosted();
                Arm();
            }
        }
        finally
        {
            _depth--;
            _gate.Exit();
        }
    }

    /// <summary>Runs what is due. On the system's clock, events can take longer than the time in which as many fall due. Then the rest of them waits, so that others can enter.</summary>
    private void RunDue()
    {
        TimeSpan begin = Now;
        while (_scheduled.TryPeek(out _, out (TimeSpan Due, long Order) next) && next.Due <= Now && !(IsRealTime && Now - begin > s_longestTurn))
        {
            _running = next.Due;
            try
            {
                AdvanceFollowers(next.Due);
                Run(_scheduled.Dequeue());
                RunPosted();
            }
            finally
            {
                _running = null;
            }
        }
    }

    /// <summary>Events of executed programs come before events from outside at the same time.</summary>
    private void AdvanceFollowers(TimeSpan now)
    {
        if (_followers.Length == 0)
            return;

        foreach (IFollower follower in _followers)
            Run(() => follower.Advance(now));

        RunPosted();
    }

    private void RunPosted()
    {
        for (int i = 0; i < MaxPostedAtOnce && _posted.TryDequeue(out Action? action); i++)
            Run(action);

        // Two programs that answer each other for ever must not keep the rest of the machine waiting for ever.
        while (_posted.TryDequeue(out Action? late))
            Schedule(s_millisecond, late);
    }

    /// <summary>Runs something. A defect in it must not end the machine, nor the process that it is in.</summary>
    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ReportDefect(exception);
        }
    }

    private void Arm()
    {
        if (_disposed || !_scheduled.TryPeek(out _, out (TimeSpan Due, long Order) next) || next.Due >= _armedFor)
            return;

        _armedFor = next.Due;
        TimeSpan wait = next.Due - Now;
        if (_precise is not null)
            _precise.Change(wait);
        else
            _timer.Change(wait > _leastWait ? wait : _leastWait, Timeout.InfiniteTimeSpan);
    }

    internal readonly ref struct Scope(Kernel kernel)
    {
        public void Dispose() => kernel.Leave();
    }
}
