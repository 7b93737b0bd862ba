using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Docs;

/// <summary>What the code and the pages refer to is there.</summary>
internal sealed partial class ReferenceTests
{
    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
            .Append(Repository.PathTo("benchmarks", "README.md"))
            .Select(Repository.Shorten)
            .Order(StringComparer.Ordinal);

    [Test]
    public void Every_section_that_the_code_refers_to_exists()
    {
        var references = Repository.SourceFiles("src").SelectMany(ReferencesOf).ToList();
        var missing = references.Where(reference => !SectionsOf(reference.Page).Contains(reference.Section));

        Assert.That(references, Has.Count.GreaterThan(150));
        Assert.That(missing, Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        string path = Repository.PathTo(page);
        var broken = Link().Matches(File.ReadAllText(path)).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Leads(path, target));

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void The_pages_of_docs_can_all_be_reached_from_its_index()
    {
        HashSet<string> reached = [];
        Queue<string> open = new([Repository.PathTo("docs", "index.md")]);
        while (open.TryDequeue(out string? page))
        {
            if (!reached.Add(page))
                continue;

            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value.Split('#')[0]));
                if (target.EndsWith(".md", StringComparison.Ordinal) && File.Exists(target))
                    open.Enqueue(target);
            }
        }

        Assert.That(Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Select(page => Repository.PathTo(page)), Is.SubsetOf(reached));
    }

    private static IEnumerable<(string File, string Page, string Section)> ReferencesOf(string path)
    {
        // A reference may be broken over two lines of a comment.
        string text = CommentBreak().Replace(File.ReadAllText(path), " ");
        return Reference().Matches(text)
            .SelectMany(reference => Section().Matches(reference.Value))
            .Select(match => (Repository.Shorten(path), match.Groups["page"].Value, match.Groups["section"].Value));
    }

    /// <summary>The sections of a page of docs/protocol, or of docs itself.</summary>
    private static HashSet<string> SectionsOf(string page) =>
        Headings(Repository.PathTo("docs", "protocol", page)) is { Count: > 0 } sections ? sections : Headings(Repository.PathTo("docs", page));

    private static bool Leads(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        if (parts.Length == 1)
            return File.Exists(path) || Directory.Exists(path);

        return File.Exists(path) && Headings(path).Select(Anchor).Contains(parts[1], StringComparer.Ordinal);
    }

    private static HashSet<string> Headings(string path) =>
        File.Exists(path) ? [.. Heading().Matches(File.ReadAllText(path)).Select(match => match.Groups["title"].Value.Trim())] : [];

    /// <summary>The anchor that web sites make of a heading.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\r?\n\s*///? ?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommentBreak();

    [GeneratedRegex("""Protocol: [\w\-]+\.md, "[^"]+"((,? and|,|;) [\w\-]+\.md, "[^"]+")*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("""(?<page>[\w\-]+\.md), "(?<section>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();
}
