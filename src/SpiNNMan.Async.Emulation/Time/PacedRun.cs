namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Lets virtual time pass at a pace.</summary>
/// <remarks>
/// Virtual time passes in steps of a millisecond. When it is ahead, the host rests. When it is more than 20 ms behind, what is missing is given up: the machine never hurries to
/// catch up, but is late from then on.
/// </remarks>
internal sealed class PacedRun
{
    private const long Step = VirtualTime.Millisecond;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestRun = TimeSpan.FromMilliseconds(20);

    private readonly Action<long> _runTo;
    private readonly Func<long> _now;
    private readonly TimeProvider _time;
    private readonly double _maximumLoad;
    private readonly long _startVirtual;
    private readonly long _started;
    private TimeSpan _busy;
    private TimeSpan _letGo;

    /// <summary>Makes a run.</summary>
    /// <param name="runTo">Lets virtual time pass up to a time.</param>
    /// <param name="now">The virtual time.</param>
    /// <param name="pace">How fast.</param>
    /// <param name="maximumLoad">The part of the time in which the host may work: above 0, up to 1, the default.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pace or the part is out of its range.</exception>
    public PacedRun(Action<long> runTo, Func<long> now, VirtualPace pace, double maximumLoad = 1, TimeProvider? time = null)
    {
        if (!double.IsFinite(pace.Factor) || pace.Factor < 0)
            throw new ArgumentOutOfRangeException(nameof(pace), pace, "A pace is virtual seconds in a second: a number above 0, or 0 for as fast as possible.");
        if (!(maximumLoad is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(maximumLoad), maximumLoad, "The part of the time in which the host may work is above 0, and 1 at most.");
        _runTo = runTo;
        _now = now;
        Pace = pace;
        _maximumLoad = maximumLoad;
        _time = time ?? TimeProvider.System;
        _startVirtual = now();
        _started = _time.GetTimestamp();
    }

    /// <summary>How fast.</summary>
    public VirtualPace Pace { get; }

    /// <summary>What it has come to since it was made.</summary>
    public PaceReport Report => new(VirtualTime.ToTimeSpan(_now() - _startVirtual), _time.GetElapsedTime(_started), _busy, _letGo);

    /// <summary>Lets time pass.</summary>
    /// <param name="until">The virtual time at which it ends; <see cref="VirtualTime.Never"/> for no end.</param>
    /// <param name="cancellationToken">Ends it earlier.</param>
    /// <exception cref="OperationCanceledException">It was ended earlier.</exception>
    public async Task RunAsync(long until, CancellationToken cancellationToken)
    {
        long origin = _time.GetTimestamp();
        long originVirtual = _now();
        TimeSpan owed = TimeSpan.Zero;
        while (_now() < until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long began = _time.GetTimestamp();
            _runTo(Math.Min(until, _now() + Step));
            TimeSpan took = _time.GetElapsedTime(began);
            _busy += took;
            owed += took * ((1 / _maximumLoad) - 1);
            TimeSpan ahead = Pace.IsUnlimited ? TimeSpan.Zero : (VirtualTime.ToTimeSpan(_now() - originVirtual) / Pace.Factor) - _time.GetElapsedTime(origin);
            if (!Pace.IsUnlimited && ahead < -s_patience)
            {
                _letGo -= ahead;
                (origin, originVirtual) = (_time.GetTimestamp(), _now());
            }

            TimeSpan rest = ahead > owed ? ahead : owed;
            if (rest < TimeSpan.FromMilliseconds(1) || (ahead < owed && owed < s_longestRun)) continue;
            owed = TimeSpan.Zero;
            await Task.Delay(rest, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
