namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The rates of the last minute.</summary>
internal sealed class RateHistory
{
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(1);

    // The least part of a height is shown too, so that something is never drawn as nothing.
    private const string Unicode = " ▁▂▃▄▅▆▇█";
    private const string Plain = " .:-=+*#@";

    private readonly List<(DateTimeOffset Time, double Packets, double Drops)> _rates = [];

    /// <summary>Adds the rates of a look.</summary>
    public void Add(MachineLook look)
    {
        _rates.RemoveAll(rate => rate.Time <= look.Time - s_kept || rate.Time > look.Time);
        _rates.Add((look.Time, look.PacketsPerSecond, look.DropsPerSecond));
    }

    /// <summary>Draws the traffic.</summary>
    public string DrawPackets(int width, bool hasUnicode) => Draw(static rate => rate.Packets, width, hasUnicode);

    /// <summary>Draws the drops.</summary>
    public string DrawDrops(int width, bool hasUnicode) => Draw(static rate => rate.Drops, width, hasUnicode);

    /// <summary>Draws a minute in a row of characters, now at its right end: in each the highest rate of its part of the minute.</summary>
    private string Draw(Func<(DateTimeOffset Time, double Packets, double Drops), double> select, int width, bool hasUnicode)
    {
        string signs = hasUnicode ? Unicode : Plain;
        var heights = new double[width];
        double most = 0;
        foreach (var rate in _rates)
        {
            double age = (_rates[^1].Time - rate.Time) / s_kept;
            int column = width - 1 - Math.Min(width - 1, (int)(age * width));
            heights[column] = Math.Max(heights[column], select(rate));
            most = Math.Max(most, heights[column]);
        }

        return string.Concat(heights.Select(height => height <= 0 ? signs[0] : signs[Math.Clamp((int)Math.Ceiling(height / most * (signs.Length - 1)), 1, signs.Length - 1)]));
    }
}
