namespace SpiNNMan.Async.Cli.Displays.HexagonalMaps;

/// <summary>Letters and colours for groups of boards. A group keeps its own for as long as it is there, so that a map that is drawn again and again stays the same.</summary>
internal sealed class GroupMarks
{
    private const int Letters = 26;

    // Red is for what does not work.
    private static readonly string[] s_styles = ["green", "yellow", "blue", "fuchsia", "aqua", "olive", "teal", "purple"];

    private readonly SortedDictionary<int, int> _numbers = [];

    /// <summary>Keeps the marks of the groups that are there, forgets those of others, and gives new groups the first ones that are free.</summary>
    public void Update(IEnumerable<int> groups)
    {
        HashSet<int> there = [.. groups];
        foreach (int gone in _numbers.Keys.Where(group => !there.Contains(group)).ToArray())
            _numbers.Remove(gone);

        HashSet<int> taken = [.. _numbers.Values];
        int next = 0;
        foreach (int group in there.Where(group => !_numbers.ContainsKey(group)).Order())
        {
            while (!taken.Add(next))
                next++;

            _numbers[group] = next;
        }
    }

    /// <summary>The mark of a group: A to Z, then AA, AB and so on.</summary>
    public string MarkOf(int group)
    {
        string mark = "";
        for (int number = _numbers[group] + 1; number > 0; number = (number - 1) / Letters)
            mark = (char)('A' + ((number - 1) % Letters)) + mark;

        return mark;
    }

    /// <summary>The style of a group.</summary>
    public string StyleOf(int group) => s_styles[_numbers[group] % s_styles.Length];
}
