namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Lets virtual time pass at a pace, one step at each call. It returns how long the host may rest after the step.</summary>
/// <remarks>
/// Virtual time passes in steps of a millisecond. When it is ahead, the host rests. When it is more than 20 ms behind, the missing time is skipped. The machine never hurries to
/// catch up, but stays late from then on.
/// </remarks>
internal sealed class Pacer
{
    private const long Step = VirtualTime.Millisecond;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);

    private readonly Action<long> _runTo;
    private readonly Func<long> _now;
    private readonly TimeProvider _time;
    private readonly double _maximumLoad;
    private readonly long _startVirtual;
    private readonly long _started;
    private long _origin;
    private long _originVirtual;
    private TimeSpan _busy;
    private TimeSpan _letGo;
    private TimeSpan _owed;

    /// <summary>Makes a pacer.</summary>
    /// <param name="runTo">Lets virtual time pass up to a time.</param>
    /// <param name="now">The virtual time.</param>
    /// <param name="pace">The pace.</param>
    /// <param name="maximumLoad">The part of the time in which the host may work: above 0, up to 1, the default.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pace or the part is out of its range.</exception>
    public Pacer(Action<long> runTo, Func<long> now, VirtualPace pace, double maximumLoad = 1, TimeProvider? time = null)
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
        Rebase();
    }

    /// <summary>The pace.</summary>
    public VirtualPace Pace { get; }

    /// <summary>The report since it was made.</summary>
    public PaceReport Report => new(VirtualTime.ToTimeSpan(_now() - _startVirtual), _time.GetElapsedTime(_started), _busy, _letGo);

    /// <summary>The virtual time that the pace demands now. Without a pace it is the time that has been reached.</summary>
    public long Due => Pace.IsUnlimited ? _now() : _originVirtual + VirtualTime.FromTimeSpan(_time.GetElapsedTime(_origin) * Pace.Factor);

    /// <summary>Starts to count now. The time that passed before is not counted.</summary>
    public void Rebase() => (_origin, _originVirtual) = (_time.GetTimestamp(), _now());

    /// <summary>Lets up to a millisecond of virtual time pass.</summary>
    /// <param name="until">The virtual time that must not be passed.</param>
    /// <returns>How long the host should rest.</returns>
    public TimeSpan Advance(long until)
    {
        long began = _time.GetTimestamp();
        _runTo(Math.Min(until, _now() + Step));
        TimeSpan took = _time.GetElapsedTime(began);
        _busy += took;
        _owed += took * ((1 / _maximumLoad) - 1);
        TimeSpan ahead = Pace.IsUnlimited ? TimeSpan.Zero : (VirtualTime.ToTimeSpan(_now() - _originVirtual) / Pace.Factor) - _time.GetElapsedTime(_origin);
        if (!Pace.IsUnlimited && ahead < -s_patience)
        {
            _letGo -= ahead;
            Rebase();
        }

        TimeSpan rest = ahead > _owed ? ahead : _owed;
        if (rest < TimeSpan.FromMilliseconds(1) || (ahead < _owed && _owed < s_patience)) return TimeSpan.Zero;
        _owed = TimeSpan.Zero;
        return rest;
    }
}
