using System.Numerics;

namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>Counts round trips by their length, in as little memory for a million as for ten: of a percentile, about the eighth part may be wrong.</summary>
internal sealed class RoundTrips
{
    private const int Parts = 8;

    private readonly long[] _counts = new long[64 * Parts];

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The longest one.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan time)
    {
        _counts[IndexOf(Math.Max(0, time.Ticks))]++;
        Count++;
        Longest = time > Longest ? time : Longest;
    }

    /// <summary>The time that a part of them did not exceed.</summary>
    /// <param name="part">The part, 0 to 1.</param>
    public TimeSpan Percentile(double part)
    {
        long left = (long)Math.Ceiling(Count * part);
        for (int index = 0; index < _counts.Length; index++)
        {
            left -= _counts[index];
            if (left <= 0)
                return TimeSpan.FromTicks(Math.Min(EndOf(index), Longest.Ticks));
        }

        return Longest;
    }

    private static int IndexOf(long ticks)
    {
        if (ticks < Parts)
            return (int)ticks;

        int power = BitOperations.Log2((ulong)ticks);
        return (power * Parts) + (int)((ticks >> (power - 3)) & (Parts - 1));
    }

    private static long EndOf(int index)
    {
        if (index < Parts)
            return index;

        int power = index / Parts;
        return ((long)(Parts + (index % Parts) + 1) << (power - 3)) - 1;
    }
}
