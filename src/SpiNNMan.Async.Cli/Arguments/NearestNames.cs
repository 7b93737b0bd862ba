namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Finds the names that a mistyped word is most like.</summary>
internal static class NearestNames
{
    private const int MostSuggestions = 3;
    private const int LongestWord = 40;

    /// <summary>The names that a word is most like, the nearest first; none if it is like no name.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> names)
    {
        string word = Plain(typed);
        if (word.Length is 0 or > LongestWord)
            return [];

        return
        [
            .. names.Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Distance: Distance(word, Plain(name))))
                .Where(near => near.Distance <= (word.Length + 1) / 3 || IsPrefix(word, Plain(near.Name)))
                .OrderBy(static near => near.Distance)
                .ThenBy(static near => near.Name, StringComparer.Ordinal)
                .Take(MostSuggestions)
                .Select(static near => near.Name),
        ];
    }

    /// <summary>A sentence with the nearest names, with a space in front; empty if there are none.</summary>
    public static string Sentence(string typed, IEnumerable<string> names) => Of(typed, names) switch
    {
        [] => "",
        [var one] => $" Did you mean {one}?",
        { } several => $" Did you mean {string.Join(", ", several.SkipLast(1))} or {several[^1]}?",
    };

    private static string Plain(string name) => name.TrimStart('-').ToLowerInvariant();

    private static bool IsPrefix(string word, string name) =>
        word.Length > 1 && name.Length > 1 && (name.StartsWith(word, StringComparison.Ordinal) || word.StartsWith(name, StringComparison.Ordinal));

    /// <summary>How many letters must be put in, left out, replaced, or exchanged with their neighbour, to make one word of the other.</summary>
    private static int Distance(string one, string other)
    {
        var distances = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                int least = Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1;
                least = Math.Min(least, distances[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    least = Math.Min(least, distances[i - 2, j - 2] + 1);

                distances[i, j] = least;
            }
        }

        return distances[one.Length, other.Length];
    }
}
