using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>Text of the documents that is made of the code: tests hold it against the code, or write it anew where SPINNMAN_WRITE_DOCS is 1.</summary>
internal static class GeneratedPage
{
    private static readonly bool s_writes = Environment.GetEnvironmentVariable("SPINNMAN_WRITE_DOCS") is "1";

    /// <summary>Asserts that a page is what it should be.</summary>
    public static void AssertIs(string expected, params ReadOnlySpan<string> path)
    {
        string file = Repository.PathTo(path);
        if (s_writes)
            File.WriteAllText(file, expected);

        Assert.That(File.Exists(file) ? File.ReadAllText(file) : "", Is.EqualTo(expected), $"{Repository.Shorten(file)} is old: run the tests with SPINNMAN_WRITE_DOCS=1 to write it anew");
    }

    /// <summary>Asserts that the part of a page between two comments with a name is what it should be.</summary>
    public static void AssertPartIs(string expected, string name, params ReadOnlySpan<string> path)
    {
        string begin = $"<!-- generated: {name} -->\n";
        const string End = "<!-- end of what is generated -->";
        string page = File.ReadAllText(Repository.PathTo(path)).ReplaceLineEndings("\n");
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        Assert.That(from, Is.GreaterThanOrEqualTo(0), $"the page has no part '{name}'");
        from += begin.Length;
        int to = page.IndexOf(End, from, StringComparison.Ordinal);
        AssertIs(string.Concat(page.AsSpan(0, from), expected, page.AsSpan(to)), path);
    }
}
