namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Lets virtual time pass at a pace, on the calling thread.</summary>
internal sealed class PacedRun
{
    private readonly Pacer _pacer;
    private readonly Func<long> _now;
    private readonly TimeProvider _time;

    /// <summary>Makes a run.</summary>
    /// <param name="runTo">Lets virtual time pass up to a time.</param>
    /// <param name="now">The virtual time.</param>
    /// <param name="pace">The pace.</param>
    /// <param name="maximumLoad">The part of the time in which the host may work: above 0, up to 1, the default.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pace or the part is out of its range.</exception>
    public PacedRun(Action<long> runTo, Func<long> now, VirtualPace pace, double maximumLoad = 1, TimeProvider? time = null)
    {
        _pacer = new Pacer(runTo, now, pace, maximumLoad, time);
        _now = now;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The pace.</summary>
    public VirtualPace Pace => _pacer.Pace;

    /// <summary>The report since it was made.</summary>
    public PaceReport Report => _pacer.Report;

    /// <summary>Lets time pass.</summary>
    /// <param name="until">The virtual time at which it ends; <see cref="VirtualTime.Never"/> for no end.</param>
    /// <param name="cancellationToken">Ends it earlier.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(long until, CancellationToken cancellationToken)
    {
        _pacer.Rebase();
        while (_now() < until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan rest = _pacer.Advance(until);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
