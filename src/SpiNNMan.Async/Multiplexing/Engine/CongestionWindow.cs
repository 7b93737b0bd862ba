using System.Numerics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Finds out how many requests a board takes at once, from what is lost.</summary>
/// <remarks>
/// A board that has more requests than places for them loses some at once, over and over; a bad cable loses some whatever is in flight. So the limit
/// changes by trials. A little more is tried when somebody waits for a place, and kept if that loses no more than before. If it does lose more, a quarter
/// is given up for a while, which another client of the board can take: who has more gives up more, so that shares become equal. When much is lost, less is
/// tried, and kept if that loses clearly less; if not, the loss has nothing to do with the limit, and the next such try comes twice as late. Only when
/// losses are overwhelming is the limit halved without asking. Everything is counted in requests: no clock and no round trip, whose noise would be
/// mistaken for a queue. Not thread-safe.
/// </remarks>
internal sealed class CongestionWindow(int initial, int most)
{
    /// <summary>What must be known of a limit before another one is tried.</summary>
    private const int LeastKnown = 16;

    /// <summary>The pause after a failed trial, in windows, for each request that may be in flight: the fewer, the sooner one tries again.</summary>
    private const int Patience = 24;

    /// <summary>How often the pause between trials of less doubles.</summary>
    private const int MostDoublings = 7;

    /// <summary>With so many of the last 16 lost, there is nothing to find out first.</summary>
    private const int Overwhelming = 7;

    /// <summary>How many losses a trial of less would meet if it changed nothing.</summary>
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

    /// <summary>The most requests that may be in flight now.</summary>
    public int Value { get; private set; } = initial;

    /// <summary>The part of requests that is lost at this limit, 0 to 1.</summary>
    public double LossRate => _usual.Rate;

    /// <summary>How often the limit was found to be too high.</summary>
    public long Reductions { get; private set; }

    /// <summary>Something sent was answered.</summary>
    /// <param name="order">The number of the transmission.</param>
    /// <param name="last">The number of the last transmission so far.</param>
    /// <param name="wanted">Whether somebody waits for a place.</param>
    public void OnAnswered(long order, long last, bool wanted) => Add(order, last, lost: false, wanted);

    /// <summary>Something sent, or its reply, seems to be lost.</summary>
    public void OnLost(long order, long last) => Add(order, last, lost: true, wanted: false);

    /// <summary>Something that seemed to be lost was answered after all.</summary>
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
        // What was sent before the limit changed says nothing about the new one.
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

    /// <summary>The rate of loss that is not worth a trial of less. The fewer one has, the later one yields, so that clients of one board come to have equal shares.</summary>
    private static double Tolerable(int limit) => limit switch
    {
        > 4 => 0.03,
        > 2 => 0.12,
        _ => 0.3,
    };

    private static long PauseAt(int limit) => (long)Patience * Math.Min(limit, 2 * LeastKnown) * limit;

    private void JudgeUp(long last)
    {
        // One loss is nobody's fault, nor is twice what is usual.
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
