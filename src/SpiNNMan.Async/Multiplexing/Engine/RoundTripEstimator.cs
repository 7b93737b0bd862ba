namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Estimates how long a chip takes to answer, and from that how long to wait for it.</summary>
/// <remarks>
/// The smoothed mean and deviation of TCP (RFC 6298): timeout = mean + 4 x deviation, and at least three times the mean and 5/4 of the longest of late,
/// within the bounds of the options. A reply to a request that was sent more than once says nothing, since it may answer either; the caller leaves those
/// out. So that a chip that has become slower than its timeout is measured all the same, each timeout doubles it until the next measurement.
/// Not thread-safe.
/// </remarks>
internal sealed class RoundTripEstimator(EngineSettings settings)
{
    private const double MeanWeight = 1.0 / 8;
    private const double DeviationWeight = 1.0 / 4;
    private const double LeastMargin = 1.0 / 4;

    /// <summary>What is left of the longest round trip after each further one: half of it after 180.</summary>
    private const double Forgetting = 255.0 / 256;

    private const int MostCaution = 8;
    private const int CautionLasts = 8192;

    /// <summary>How many round trips must be known before less is waited than for the first: those are the ones of an empty queue.</summary>
    private const int Enough = 16;

    private int _caution = 1;
    private int _calm;
    private double _mean;
    private double _deviation;
    private double _longest;
    private bool _measured;
    private int _known;
    private long _backedOff = long.MinValue;

    /// <summary>The smoothed round trip; none before the first.</summary>
    public TimeSpan? RoundTrip => _measured ? TimeSpan.FromSeconds(_mean) : null;

    /// <summary>How much round trips differ from that; none before the first.</summary>
    public TimeSpan? Deviation => _measured ? TimeSpan.FromSeconds(_deviation) : null;

    /// <summary>How long to wait for a reply before sending again.</summary>
    public TimeSpan Timeout { get; private set; } = settings.InitialTimeout;

    /// <summary>Takes in the round trip of a request that was sent once.</summary>
    public void Add(TimeSpan roundTrip)
    {
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

        // A chip that always takes the same time has no deviation, and would be just too late each time. Where the way is long because many boards
        // share a computer, all of them pause when that does. And a chip behind a queue that fills and empties is as slow again as it was.
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

    /// <summary>A request was sent again because its time had run out, and need not have been: for a while, timeouts are twice as long.</summary>
    public void OnSpuriousTimeout()
    {
        _caution = Math.Min(2 * _caution, MostCaution);
        _calm = 0;
    }

    /// <summary>A request was not answered in time: the chip may have become slower.</summary>
    /// <param name="sent">When the request was sent. What was sent before the last time this happened says nothing new.</param>
    /// <param name="now">When its timeout was noticed.</param>
    public void BackOff(long sent, long now)
    {
        if (sent <= _backedOff)
            return;

        _backedOff = now;
        TimeSpan doubled = Timeout * 2;
        Timeout = doubled < settings.MaxTimeout ? doubled : settings.MaxTimeout;
    }
}
