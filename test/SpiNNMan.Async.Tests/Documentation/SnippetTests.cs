using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>What the pages show is what <see cref="Snippets"/> and its like for the guides compile and run.</summary>
internal sealed partial class SnippetTests
{
    private static readonly string s_compiled = string.Join('\n', Directory
        .EnumerateFiles(Repository.PathTo("test", "SpiNNMan.Async.Tests", "Documentation"), "*Snippets.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllText));

    /// <summary>Every guide there is.</summary>
    private static IEnumerable<string> Guides =>
        Directory.EnumerateFiles(Repository.PathTo("docs", "guides"), "*.md").Select(static path => $"docs/guides/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    [TestCase("README.md", 1)]
    [TestCase("docs/getting-started.md", 7)]
    public void Every_program_of_a_page_is_compiled_as_it_stands(string page, int programs)
    {
        string text = File.ReadAllText(Repository.PathTo(page));
        MatchCollection marked = Marked().Matches(text);

        Assert.That(Fence().Count(text), Is.EqualTo(programs));
        Assert.That(marked, Has.Count.EqualTo(programs), "each program needs its <!-- snippet: name -->");
        using (Assert.EnterMultipleScope())
        {
            foreach (Match program in marked)
                AssertIsCompiled(program.Groups["name"].Value, program.Groups["code"].Value);
        }
    }

    [TestCaseSource(nameof(Guides))]
    public void Every_program_of_a_guide_is_compiled_as_it_stands(string page) =>
        Every_program_of_a_page_is_compiled_as_it_stands(page, Fence().Count(File.ReadAllText(Repository.PathTo(page))));

    private static void AssertIsCompiled(string name, string shown)
    {
        string[] lines = shown.Split('\n');
        Assert.That(lines.Where(IsUsing), Is.SubsetOf(s_compiled.Split('\n')), $"what {name} uses");
        Assert.That(string.Join('\n', lines.Where(line => !IsUsing(line))).Trim('\n'), Is.EqualTo(Compiled(name)), name);
    }

    private static bool IsUsing(string line) => Using().IsMatch(line);

    private static string Compiled(string name)
    {
        Match region = Regex.Match(
            s_compiled, $@"^ *// snippet: {name}\n(?<code>.*?)^ *// end$",
            RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return string.Join('\n', region.Groups["code"].Value.Split('\n').Select(Unindent)).Trim('\n');
    }

    private static string Unindent(string line) => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line;

    [GeneratedRegex(@"^```csharp$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"<!-- snippet: (?<name>[\w\-]+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();
}
