using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The words that docs/vocabulary.md gave up for comments and pages.</summary>
internal static class Vocabulary
{
    private static readonly Lazy<Regex> s_givenUp = new(static () => new Regex($@"\b({string.Join('|', Words())})\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));

    public static Regex GivenUp => s_givenUp.Value;

    /// <summary>The last column of the table "Words inside the library".</summary>
    public static IEnumerable<string> Words() => File.ReadAllLines(Repository.PathTo("docs", "vocabulary.md"))
        .SkipWhile(static line => !line.StartsWith("## Words inside", StringComparison.Ordinal))
        .Where(static line => line.StartsWith('|')).Skip(2)
        .SelectMany(static line => line.Split('|')[3].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
