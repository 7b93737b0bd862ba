namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>The times that single requests took.</summary>
internal sealed class LatencySamples
{
    private readonly List<double> _microseconds = new(1 << 14);

    public int Count => _microseconds.Count;

    public void Add(TimeSpan time) => _microseconds.Add(time.TotalMicroseconds);

    public LatencyResult ToResult()
    {
        if (_microseconds.Count == 0)
            return new LatencyResult(0, 0, 0, 0);

        double[] sorted = [.. _microseconds.Order()];
        return new LatencyResult(sorted.Length, Round(Percentile(sorted, 0.50)), Round(Percentile(sorted, 0.99)), Round(sorted[^1]));
    }

    // The smallest sample that is not less than this share of all samples.
    private static double Percentile(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    private static double Round(double microseconds) => Math.Round(microseconds, 1);
}
