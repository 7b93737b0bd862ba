namespace SpiNNMan.Async.SideBySide;

/// <summary>The little arithmetic of it.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? double.NaN
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that this part of all are below; the first <paramref name="count"/> are looked at, and sorted.</summary>
    public static double Percentile(uint[] values, int count, double part)
    {
        Array.Sort(values, 0, count);
        return count == 0 ? double.NaN : values[Math.Min(count - 1, (int)(count * part))];
    }
}
