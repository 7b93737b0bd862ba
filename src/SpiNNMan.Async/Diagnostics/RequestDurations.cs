using System.Diagnostics.Metrics;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The histogram of how long requests take, from their first transmission to their reply.</summary>
internal static class RequestDurations
{
    private const double Millisecond = 1e-3;

    private static readonly Histogram<double> s_histogram = SpinnakerTelemetry.Meter.CreateHistogram(
        "spinnaker.request.duration",
        "s",
        "How long requests took, from their first transmission to their reply, repetitions included.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.05 * Millisecond, 0.1 * Millisecond, 0.2 * Millisecond, 0.5 * Millisecond, Millisecond, 2 * Millisecond, 5 * Millisecond, 10 * Millisecond, 20 * Millisecond, 50 * Millisecond, 0.1, 0.2, 0.5, 1, 2, 5],
        });

    /// <summary>Whether there is a listener.</summary>
    public static bool AreWatched => s_histogram.Enabled;

    /// <summary>Records one.</summary>
    public static void Record(TimeSpan duration, string command, KeyValuePair<string, object?>[] tags)
    {
        var all = new System.Diagnostics.TagList(tags);
        all.Add(MeterTags.Command, command);
        s_histogram.Record(duration.TotalSeconds, all);
    }
}
