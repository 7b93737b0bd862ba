using System.Globalization;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>One page of the protocol, taken apart into sections and tables.</summary>
internal sealed partial class MarkdownDocument
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Protocol");

    private readonly string[] _lines;

    private MarkdownDocument(string path)
    {
        _lines = File.ReadAllLines(path);
        Name = Path.GetFileName(path);
    }

    public static IReadOnlyDictionary<string, MarkdownDocument> All { get; } =
        Directory.EnumerateFiles(s_folder, "*.md").Select(path => new MarkdownDocument(path)).ToDictionary(page => page.Name, StringComparer.Ordinal);

    public string Name { get; }

    public string Text => string.Join('\n', _lines);

    public IEnumerable<string> Headings => _lines.Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim());

    /// <summary>What links call the headings.</summary>
    public IEnumerable<string> Anchors => Headings.Select(heading => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The rows, without the first, of the table in a section whose first row begins with these cells.</summary>
    public string[][] Table(string section, params string[] head)
    {
        int start = Array.FindIndex(_lines, line => line.StartsWith('#') && string.Equals(line.TrimStart('#').Trim(), section, StringComparison.Ordinal));
        Assert.That(start, Is.GreaterThanOrEqualTo(0), $"{Name} has no section {section}");
        string[] lines = [.. _lines.Skip(start + 1).TakeWhile(line => !line.StartsWith('#'))];
        int top = Array.FindIndex(lines, line => line.StartsWith('|') && Cells(line).Take(head.Length).SequenceEqual(head, StringComparer.Ordinal));
        Assert.That(top, Is.GreaterThanOrEqualTo(0), $"{Name}, {section} has no table {string.Join(", ", head)}");
        return [.. lines.Skip(top + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
    }

    /// <summary>The table under a line of text.</summary>
    public string[][] TableAfter(string line)
    {
        int start = Array.IndexOf(_lines, line);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), $"{Name} has no line '{line}'");
        return [.. _lines.Skip(start + 1).SkipWhile(row => !row.StartsWith('|')).Skip(2).TakeWhile(row => row.StartsWith('|')).Select(Cells)];
    }

    /// <summary>The code names in a cell, those between backticks.</summary>
    public static string[] Names(string cell) => [.. CodeName().Matches(cell).Select(match => match.Groups[1].Value)];

    /// <summary>Numbers in a cell: one, several with commas, or the ends of a range.</summary>
    public static long[] Numbers(string cell)
    {
        if (Range().Match(cell) is { Success: true } range)
        {
            int first = (int)Number(range.Groups[1].Value);
            return [.. Enumerable.Range(first, (int)Number(range.Groups[2].Value) - first + 1).Select(number => (long)number)];
        }

        return [.. cell.Split(',').Select(part => Number(part.Trim()))];
    }

    public static long Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The names that stand for the numbers of a row: listed with commas, or the ends of a range.</summary>
    public static string[] NamesFor(string cell, int count)
    {
        if (NameRange().Match(cell) is not { Success: true } range)
            return cell.Split(", ");

        int first = int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(first, count).Select(number => $"{range.Groups[1].Value}{number}")];
    }

    private static string[] Cells(string line) =>
        [.. CellEnd().Split(line.Trim()[1..^1]).Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal))];

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"^(\w+)(?: to |\.\.)(\w+)$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^([A-Za-z]+)(\d+)(?: to |\.\.)[A-Za-z]+\d+$")]
    private static partial Regex NameRange();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
