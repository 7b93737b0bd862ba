using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Where things are: a namespace is a folder, and no file outgrows what one can read.</summary>
internal sealed partial class FolderTests
{
    private const int LongestFile = 400;

    [Test]
    public void A_namespace_is_a_folder()
    {
        var misplaced = Repository.SourceFiles("src")
            .Select(path => (Path: Repository.Shorten(path), Is: Namespace().Match(File.ReadAllText(path)).Groups["name"].Value))
            .Where(file => file.Is.Length > 0 && !file.Is.Equals(Expected(file.Path), StringComparison.Ordinal));

        Assert.That(misplaced, Is.Empty);
    }

    [Test]
    public void No_file_is_too_long()
    {
        var tooLong = Repository.SourceFiles("src")
            .Select(path => (Path: Repository.Shorten(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LongestFile);

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void The_rules_see_files() => Assert.That(Repository.SourceFiles("src").Count(), Is.GreaterThan(200));

    /// <summary>src/SpiNNMan.Async/Wire/Scp/ScpReply.cs is in SpiNNMan.Async.Wire.Scp.</summary>
    private static string Expected(string path) => string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();
}
