using System.Globalization;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Writes many numbers in few words.</summary>
internal static class NumberRanges
{
    /// <summary>Numbers in ranges, as in <c>1-3</c> and <c>5</c>.</summary>
    /// <param name="numbers">The numbers, in any order.</param>
    public static IEnumerable<string> Of(IEnumerable<int> numbers)
    {
        int[] sorted = [.. numbers.Distinct().Order()];
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            for (next = first + 1; next < sorted.Length && sorted[next] == sorted[next - 1] + 1; next++)
            {
            }

            yield return next - first == 1 ? sorted[first].ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{sorted[first]}-{sorted[next - 1]}");
        }
    }
}
