namespace SpiNNMan.Async.Multiplexing;

/// <summary>Estimates how long a chip takes to answer, and from that how long to wait for it.</summary>
/// <remarks>
/// The smoothed mean and deviation of TCP (RFC 6298): timeout = mean + 4 x deviation, within the bounds of the options. A reply to a request
/// that was sent more than once says nothing, since it may answer either; the caller leaves those out. Not thread-safe.
/// </remarks>
internal sealed class RoundTripEstimator(MultiplexerSettings settings)
{
    private const double MeanWeight = 1.0 / 8;
    private const double DeviationWeight = 1.0 / 4;

    private double _mean;
    private double _deviation;
    private bool _measured;

    /// <summary>The smoothed round trip; none before the first.</summary>
    public TimeSpan? RoundTrip => _measured ? TimeSpan.FromSeconds(_mean) : null;

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

        double timeout = _mean + (4 * _deviation);
        Timeout = TimeSpan.FromSeconds(Math.Clamp(timeout, settings.MinTimeout.TotalSeconds, settings.MaxTimeout.TotalSeconds));
    }
}
