using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>Three numbers with commas between them.</summary>
internal static class Triples
{
    public static bool TryParse(string? text, out int first, out int second, out int third)
    {
        first = second = third = 0;
        return text?.Split(',') is [{ } one, { } two, { } three] && TryParse(one, out first) && TryParse(two, out second) && TryParse(three, out third);
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
