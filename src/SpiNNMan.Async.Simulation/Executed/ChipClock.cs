using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>Lets the time of executed chips follow that of the machine: it runs them again and again, a millisecond at a time, inside the machine's serial world.</summary>
/// <remarks>
/// The chips are up to a millisecond ahead. A datagram that comes is taken at once. The chips run on until one of them has sent something, at most two milliseconds ahead, so
/// an answer does not wait for the next step. When this computer is too slow, nothing keeps the rest of the machine for longer than some ten milliseconds at a time.
/// </remarks>
internal sealed class ChipClock
{
    private const int MostStepsAtOnce = 100;
    private static readonly TimeSpan s_longestTurn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMilliseconds(50);

    private readonly Kernel _kernel;
    private readonly ChipMachine _machine;
    private readonly TimeProvider _time;
    private readonly Pacer _pacer;
    private TimeSpan _nextStep;
    private int _era;
    private bool _willAnswer;
    private bool _isEnded;

    public ChipClock(Kernel kernel, ChipMachine machine, double pace, double hostLoad, TimeProvider time)
    {
        _kernel = kernel;
        _machine = machine;
        _time = time;
        _pacer = new Pacer(end => machine.RunTo(end), () => machine.Now, new VirtualPace(pace), hostLoad, time);
    }

    /// <summary>Called after the chips have run.</summary>
    public Action Ran { get; init; } = static () => { };

    /// <summary>How fast they were.</summary>
    public PaceReport Report => _pacer.Report;

    /// <summary>Begins.</summary>
    public void Start() => Step();

    /// <summary>Lets happen no more.</summary>
    public void End() => _isEnded = true;

    /// <summary>Does something to the chips from outside, at the time that it is now as far as they had nothing to do until now.</summary>
    /// <remarks>On some networks, datagrams of chips can come back to them at once. They wait until the chips have stopped.</remarks>
    public void Do(Action what)
    {
        if (_machine.IsRunning)
        {
            _kernel.Post(() => Do(what));
            return;
        }

        if (_isEnded)
            return;

        PassIdleTime();
        what();
        if (_nextStep > _kernel.Now + s_shortestRest)
            StepAfter(s_shortestRest);
    }

    private void PassIdleTime() => _machine.RunTo(Math.Min(_machine.NextTime, _pacer.Due));

    /// <summary>Lets the chips answer what has come, once what happens now is over.</summary>
    public void Answer()
    {
        if (_willAnswer)
            return;

        _willAnswer = true;
        _kernel.Post(() =>
        {
            _willAnswer = false;
            if (_isEnded)
                return;

            // It must not run away from the clock with those who ask much.
            long most = Math.Max(_pacer.Due, _machine.Now - VirtualTime.Millisecond) + (2 * VirtualTime.Millisecond);
            _machine.RunTo(Math.Min(_machine.Now + VirtualTime.Millisecond, most), untilSent: true);
            Ran();
        });
    }

    private void StepAfter(TimeSpan rest)
    {
        int era = ++_era;
        _nextStep = _kernel.Now + rest;
        _kernel.Schedule(rest, () =>
        {
            if (era == _era)
                Step();
        });
    }

    private void Step()
    {
        if (_isEnded)
            return;

        PassIdleTime();
        long began = _time.GetTimestamp();
        TimeSpan rest = TimeSpan.Zero;
        for (int step = 0; step < MostStepsAtOnce && rest == TimeSpan.Zero && _time.GetElapsedTime(began) < s_longestTurn; step++)
            rest = _pacer.Advance(VirtualTime.Never);

        Ran();
        StepAfter(Rest(rest));
    }

    /// <summary>For how long to rest: longer if the chips have nothing to do.</summary>
    private TimeSpan Rest(TimeSpan rest)
    {
        long idle = _machine.NextTime - _machine.Now;
        if (!_pacer.Pace.IsUnlimited && idle > VirtualTime.Millisecond)
        {
            TimeSpan most = idle >= VirtualTime.Second * 100 ? s_longestRest : VirtualTime.ToTimeSpan(idle) / _pacer.Pace.Factor;
            rest += most < s_longestRest ? most : s_longestRest;
        }

        return rest > s_shortestRest ? rest : s_shortestRest;
    }
}
