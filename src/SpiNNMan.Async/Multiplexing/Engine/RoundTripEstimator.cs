namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Estimates the round trips of a chip, and its retransmission timeout.</summary>
/// <remarks>
/// It uses the smoothed mean and deviation of TCP (RFC 6298): timeout = mean + 4 x deviation. The timeout is at least three times the mean and 5/4 of the longest recent round trip,
/// within the bounds of the options. A reply to a request that was sent more than once is no measurement, since it may answer either transmission. The caller leaves it
/// out. A chip may become slower than its timeout. Therefore each timeout doubles the next one until the next measurement.
/// Not thread-safe.
/// </remarks>
internal sealed class RoundTripEstimator(EngineSettings settings)
{
    private const double MeanWeight = 1.0 / 8;
    private const double DeviationWeight = 1.0 / 4;
    private const double LeastMargin = 1.0 / 4;

    /// <summary>The factor by which the longest round trip shrinks with each further one: a half after 180.</summary>
    private const double Forgetting = 255.0 / 256;

    private const int MostCaution = 8;
    private const int CautionLasts = 8192;

    /// <summary>How many round trips must be known before the timeout may fall below the first one. The first round trips meet an empty queue.</summary>
    private const int Enough = 16;

    private int _caution = 1;
    private int _calm;
    private double _mean;
    private double _deviation;
    private double _longest;
    private bool _measured;
    private int _known;
    private long _backedOff = long.MinValue;

    /// <summary>The smoothed round trip; <see langword="null"/> before the first.</summary>
    public TimeSpan? RoundTrip => _measured ? TimeSpan.FromSeconds(_mean) : null;

    /// <summary>The smoothed deviation; <see langword="null"/> before the first.</summary>
    public TimeSpan? Deviation => _measured ? TimeSpan.FromSeconds(_deviation) : null;

    /// <summary>The retransmission timeout.</summary>
    public TimeSpan Timeout { get; private set; } = settings.InitialTimeout;

    /// <summary>Takes in the round trip of a request that was sent once.</summary>
    /// <remarks>A longer one than the longest timeout is none: this computer or its clock stood still or leapt meanwhile.</remarks>
    public void Add(TimeSpan roundTrip)
    {
        if (roundTrip > settings.MaxTimeout)
            return;

        double sample = roundTrip.TotalSeconds;
        if (_measured)
        {
            _deviation += DeviationWeight * (Math.Abs(_mean - sample) - _deviation);
            _mean += MeanWeight * (sample - _mean);
        }
        else
        {
            _mean = sample;
            _deviation = sample / 2;
            _measured = true;
        }

        // A chip with constant round trips has no deviation, and would be a little too late each time. If many boards share a computer,
        // all of them pause with it. And a chip behind a queue that fills and empties becomes as slow again as it was.
        _longest = Math.Max(sample, _longest * Forgetting);
        double timeout = Math.Max(_mean + Math.Max(2 * _mean, 4 * _deviation), (1 + LeastMargin) * _longest);
        if (_caution > 1 && ++_calm >= CautionLasts)
        {
            _caution /= 2;
            _calm = 0;
        }

        double least = settings.MinTimeout.TotalSeconds * _caution;
        if (_known < Enough)
        {
            _known++;
            least = Math.Max(least, settings.InitialTimeout.TotalSeconds);
        }

        least = Math.Min(least, settings.MaxTimeout.TotalSeconds);
        Timeout = TimeSpan.FromSeconds(Math.Clamp(timeout * _caution, least, settings.MaxTimeout.TotalSeconds));
    }

    /// <summary>Records a spurious retransmit after a timeout: for a while, timeouts are twice as long.</summary>
    public void OnSpuriousTimeout()
    {
        _caution = Math.Min(2 * _caution, MostCaution);
        _calm = 0;
    }

    /// <summary>Records a timeout: the chip may have become slower.</summary>
    /// <param name="sent">When the request was sent. Requests from before the last timeout are no news.</param>
    /// <param name="now">The time.</param>
    public void BackOff(long sent, long now)
    {
        if (sent <= _backedOff)
            return;

        _backedOff = now;
        TimeSpan doubled = Timeout * 2;
        Timeout = doubled < settings.MaxTimeout ? doubled : settings.MaxTimeout;
    }
}
