using System.Numerics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The congestion window: it adapts the number of requests in flight to the losses.</summary>
/// <remarks>
/// A board that has more requests than places loses some of them at once, again and again. A bad cable loses some with any number in flight. So the limit
/// changes by trials. The window tries a little more when a request waits for a place, and keeps it if no more is lost than before. If more is lost, it gives up a
/// quarter for a while, which another client of the board can take. A client with more gives up more, so that shares become equal. When much is lost, the window
/// tries less, and keeps it if clearly less is lost. If not, the loss does not depend on the limit, and the pause before the next such trial doubles. Only
/// overwhelming losses halve the limit without a trial. Everything is counted in requests, without a clock or round trips: their noise would look like
/// a queue. Not thread-safe.
/// </remarks>
internal sealed class CongestionWindow(int initial, int most)
{
    /// <summary>How many transmissions must be counted at a limit before the next trial.</summary>
    private const int LeastKnown = 16;

    /// <summary>The pause after a failed trial, in windows, for each request that may be in flight. A smaller window tries again sooner.</summary>
    private const int Patience = 24;

    /// <summary>How often the pause between trials of a smaller limit doubles.</summary>
    private const int MostDoublings = 7;

    /// <summary>If so many of the last 16 are lost, the limit is halved without a trial.</summary>
    private const int Overwhelming = 7;

    /// <summary>How many losses a trial of a smaller limit sees if the limit does not matter.</summary>
    private const double ExpectedInTrial = 6;

    private LossTally _usual;
    private uint _recent;
    private WindowTrial _trial;
    private long _trialStart;
    private int _before;
    private int _trialSent;
    private int _trialLost;
    private int _trialLength;
    private int _ceiling = int.MaxValue;
    private long _upPause;
    private long _downPause;
    private int _failedDown;
    private int _haveBeen;
    private int _mistaken;

    /// <summary>The greatest number of requests in flight now.</summary>
    public int Value { get; private set; } = initial;

    /// <summary>The part of requests that is lost at this limit, 0 to 1.</summary>
    public double LossRate => _usual.Rate;

    /// <summary>How often the limit was too high.</summary>
    public long Reductions { get; private set; }

    /// <summary>A request was answered.</summary>
    /// <param name="order">The number of the transmission.</param>
    /// <param name="last">The number of the last transmission so far.</param>
    /// <param name="wanted">Whether a request waits for a place.</param>
    public void OnAnswered(long order, long last, bool wanted) => Add(order, last, lost: false, wanted);

    /// <summary>A request, or its reply, seems to be lost.</summary>
    public void OnLost(long order, long last) => Add(order, last, lost: true, wanted: false);

    /// <summary>A request that seemed to be lost was answered.</summary>
    public void OnNotLost()
    {
        if (_trial != WindowTrial.None && _trialLost > 0)
            _trialLost--;
        else
            _usual.TakeBack();

        // A pause of this computer, or of the network, looks like overwhelming loss until the replies come.
        if (_haveBeen > Value && ++_mistaken >= Overwhelming - 1)
        {
            Reductions--;
            Value = _haveBeen;
            _haveBeen = 0;
        }
    }

    private void Add(long order, long last, bool lost, bool wanted)
    {
        // Requests that were sent before the limit changed say nothing about the new limit.
        if (order <= _trialStart)
            return;

        _recent = (_recent << 1) | (lost ? 1u : 0u);
        if (lost && Value > 2 && BitOperations.PopCount(_recent & 0xFFFF) >= Overwhelming)
        {
            Halve(last);
            return;
        }

        if (_trial == WindowTrial.None)
        {
            _usual.Add(lost);
            _upPause--;
            _downPause--;
            Consider(last, lost, wanted);
            return;
        }

        _trialSent++;
        if (lost)
            _trialLost++;
        if (_trial == WindowTrial.Up)
            JudgeUp(last);
        else
            JudgeDown(last);
    }

    private void Consider(long last, bool lost, bool wanted)
    {
        if (_usual.Sent < LeastKnown)
            return;

        if (lost && _downPause <= 0 && Value > 1 && _usual.Sent >= 3 * LeastKnown && _usual.Rate >= Tolerable(Value))
        {
            _trialLength = (int)Math.Clamp(ExpectedInTrial / _usual.Rate, LeastKnown, 200);
            Begin(WindowTrial.Down, Math.Max(1, Math.Min(Value - 1, Value * 3 / 4)), last);
        }
        else if (wanted && _upPause <= 0 && Value < most && (_failedDown > 0 || _usual.Rate < Tolerable(Value)))
        {
            int more = Math.Min(most, Value + Math.Max(1, Value / 8));
            _trialLength = Math.Max(LeastKnown, 3 * more);
            Begin(WindowTrial.Up, more, last);
        }
    }

    /// <summary>The rate of loss below which no smaller limit is tried. A smaller window yields later, so that clients of one board get equal shares.</summary>
    private static double Tolerable(int limit) => limit switch
    {
        > 4 => 0.03,
        > 2 => 0.12,
        _ => 0.3,
    };

    private static long PauseAt(int limit) => (long)Patience * Math.Min(limit, 2 * LeastKnown) * limit;

    private void JudgeUp(long last)
    {
        // A single loss is no sign, and neither is twice the usual number.
        if (_trialLost > 1 + (2 * _usual.Rate * _trialLength))
        {
            _ceiling = Value;
            Value = _before - (_before / 4);
            EndTrial(last);
            _upPause = PauseAt(_before);
        }
        else if (_trialSent >= _trialLength)
        {
            Keep();
            if (Value >= _ceiling)
                _ceiling = int.MaxValue;
            else if (Value + Math.Max(1, Value / 8) >= _ceiling)
                _upPause = PauseAt(Value);
        }
    }

    private void JudgeDown(long last)
    {
        double expected = _usual.Rate * _trialLength;
        if (_trialLost > expected / 3)
        {
            _failedDown = Math.Min(_failedDown + 1, MostDoublings);
            Value = _before;
            EndTrial(last);
            _downPause = PauseAt(Value) << _failedDown;
        }
        else if (_trialSent >= _trialLength)
        {
            Keep();
            Reductions++;
            _failedDown = 0;
            _upPause = PauseAt(_before);
        }
    }

    private void Halve(long last)
    {
        Reductions++;
        _haveBeen = Value;
        _mistaken = 0;
        Value = Math.Max(2, Value / 2);
        EndTrial(last);
        _usual = default;
        _upPause = PauseAt(Value);
    }

    private void Begin(WindowTrial trial, int limit, long last)
    {
        _before = Value;
        Value = limit;
        _trial = trial;
        _trialStart = last;
        _trialSent = _trialLost = 0;
        _recent = 0;
    }

    private void Keep()
    {
        _trial = WindowTrial.None;
        _usual = default;
        for (int index = 0; index < _trialSent; index++)
            _usual.Add(index < _trialLost);
    }

    private void EndTrial(long last)
    {
        _trial = WindowTrial.None;
        _trialStart = last;
        _recent = 0;
    }
}
