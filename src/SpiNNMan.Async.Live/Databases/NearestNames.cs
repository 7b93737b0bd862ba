namespace SpiNNMan.Async.Live.Databases;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>The names that differ least from <paramref name="wanted"/>, the nearest first; none if all are quite different.</summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> names) =>
    [
        .. names.Select(name => (Name: name, Distance: Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(2, wanted.Length / 3) || IsPart(wanted, candidate.Name))
            .OrderBy(static candidate => candidate.Distance)
            .ThenBy(static candidate => candidate.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(static candidate => candidate.Name),
    ];

    private static bool IsPart(string wanted, string name) =>
        wanted.Length >= 3 && (name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || (name.Length >= 3 && wanted.Contains(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>How many letters must be put in, taken out, changed, or exchanged with the next.</summary>
    private static int Distance(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }
}
