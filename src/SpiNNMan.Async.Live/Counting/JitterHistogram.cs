namespace SpiNNMan.Async.Live.Counting;

/// <summary>How much later datagrams came than the fastest one, by the ticks that they carry.</summary>
/// <remarks>
/// What is measured is the time of receipt less tick times the length of a tick, over the least of these that was seen so far. So it has in it what board, network and this computer add, and the drift between the clocks of board
/// and computer, and not what all datagrams have in common.
/// </remarks>
public sealed class JitterHistogram
{
    /// <summary>How many classes there are: below 1 us, below 2 us, below 4 us, and so on; the last has all the rest.</summary>
    public const int ClassCount = 28;

    private readonly long[] _counts;

    internal JitterHistogram(long[] counts) => _counts = counts;

    /// <summary>How many datagrams are in it.</summary>
    public long Count => _counts.Sum();

    /// <summary>How many datagrams each class has.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The end of a class: what is in it is less.</summary>
    /// <param name="number">The class, 0 to <see cref="ClassCount"/> - 1.</param>
    /// <exception cref="Errors.InvalidParameterException">There is no such class.</exception>
    public static TimeSpan EndOf(int number)
    {
        Errors.InvalidParameterException.ThrowIfOutside(number, 0, ClassCount - 1, nameof(number));
        return number == ClassCount - 1 ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(1L << number);
    }

    /// <summary>The end of the class in which the share lies: so many of the datagrams were faster than this.</summary>
    /// <param name="share">The share, 0 to 1; 0.5 is the median.</param>
    /// <returns><see langword="null"/> if there are no datagrams.</returns>
    public TimeSpan? Percentile(double share)
    {
        Errors.OptionChecks.Share(share, nameof(share));
        long left = (long)Math.Ceiling(share * Count);
        for (int number = 0; number < ClassCount; number++)
        {
            left -= _counts[number];
            if (left <= 0 && Count > 0)
                return EndOf(number);
        }

        return null;
    }

    internal static int ClassOf(TimeSpan delay) => Math.Clamp(64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(0, (long)delay.TotalMicroseconds)), 0, ClassCount - 1);
}
