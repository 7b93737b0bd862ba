using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>Every program of a page is copied from compiled code by .ci/snippets; .ci/run fails if a page is not what that makes of it.</summary>
internal sealed partial class SnippetTests
{
    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.PathTo("docs", "guides"), "*.md").Select(static path => $"docs/guides/{Path.GetFileName(path)}")
            .Append("README.md").Append("docs/getting-started.md").Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void No_program_of_a_page_is_written_by_hand(string page)
    {
        string text = File.ReadAllText(Repository.PathTo(page));

        Assert.That(Fence().Count(text), Is.EqualTo(Copied().Count(text)), "each program stands between <!-- docs CODE ... --> and <!-- /docs -->");
    }

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("""<!-- docs CODE src="[^"]+\.cs" id="[\w-]+" syntax="csharp" -->\n```csharp\n""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Copied();
}
