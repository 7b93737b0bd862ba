namespace SpiNNMan.Async.SideBySide;

/// <summary>What was measured, by the name of the measurement.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, List<Sample>> _samples = [];

    public IReadOnlyList<Sample> this[string measure] => _samples.GetValueOrDefault(measure, []);

    public void Add(string measure, Sample sample)
    {
        if (!_samples.TryGetValue(measure, out List<Sample>? list))
            _samples.Add(measure, list = []);

        list.Add(sample);
    }

    /// <summary>The median of all rounds; not a number if none came to its end.</summary>
    public double Median(string measure, Func<Sample, double> value) => Statistics.Median(this[measure].Select(value));

    /// <summary>The ratio of two medians.</summary>
    public double Ratio(string measure, string baseline, Func<Sample, double> value) => Median(measure, value) / Median(baseline, value);

    public double RateRatio(string measure, string baseline) => Ratio(measure, baseline, static sample => sample.TotalRate);
}
