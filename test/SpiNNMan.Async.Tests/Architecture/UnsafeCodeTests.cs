using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The page about unsafe code lists all of it, with a reason for each.</summary>
internal sealed partial class UnsafeCodeTests
{
    [Test]
    public void All_unsafe_code_is_listed_with_its_reason_and_nothing_else()
    {
        string[] found = [.. Repository.SourceFiles("src")
            .Where(static path => File.ReadLines(path).Any(static line => !Comment().IsMatch(line) && Dangerous().IsMatch(line)))
            .Select(static path => Repository.Shorten(path)["src/".Length..])];

        Assert.Multiple(() =>
        {
            Assert.That(found.Where(static file => !Listed().Keys.Any(listed => Covers(listed, file))), Is.Empty, "not listed");
            Assert.That(Listed().Keys.Where(listed => !found.Any(file => Covers(listed, file))), Is.Empty, "has none");
        });
        Assert.That(found, Is.Not.Empty);
    }

    [Test]
    public void Each_reason_is_a_sentence() => Assert.That(Listed().Values, Has.All.Match(@"^\S.{20,}\.$"));

    /// <summary>A name that ends with a slash is a folder with all that is in it.</summary>
    private static bool Covers(string listed, string file) => listed.EndsWith('/') ? file.StartsWith(listed, StringComparison.Ordinal) : file.Equals(listed, StringComparison.Ordinal);

    private static Dictionary<string, string> Listed() => File.ReadLines(Repository.PathTo("docs", "unsafe-code.md"))
        .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(static cells => cells.Length == 5 && cells[1].StartsWith('`'))
        .ToDictionary(static cells => cells[1].Trim('`'), static cells => cells[3], StringComparer.Ordinal);

    [GeneratedRegex(
        @"\b(unsafe|Unsafe\.|MemoryMarshal\.|CollectionsMarshal\.|GCHandle|LibraryImport|DllImport|SkipLocalsInit|UnmanagedCallersOnly|UnsafeAccessor|DangerousGetHandle|AllocateUninitializedArray|UnsafeAddrOfPinnedArrayElement|LayoutKind\.Explicit)\b?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dangerous();

    [GeneratedRegex(@"^\s*//", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
