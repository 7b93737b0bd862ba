using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Where things are: a namespace is a folder, and no file outgrows what one can read.</summary>
internal sealed partial class FolderTests
{
    private const int LongestFile = 400;
    private const int MostFiles = 40;

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

    /// <summary>A type that is spread over many files is still one type.</summary>
    [TestCase("src/SpiNNMan.Async.Simulation")]
    [TestCase("src/SpiNNMan.Async.Emulation")]
    public void No_type_is_too_long(string folder)
    {
        var tooLong = Repository.SourceFiles(folder)
            .SelectMany(path => MainTypes().Matches(File.ReadAllText(path)).Select(type => (Type: Path.GetDirectoryName(Repository.Shorten(path)) + "/" + type.Groups["name"].Value, Lines: File.ReadLines(path).Count())))
            .GroupBy(static part => part.Type, StringComparer.Ordinal)
            .Where(static type => type.Sum(static part => part.Lines) > LongestFile)
            .Select(static type => type.Key);

        Assert.That(tooLong, Is.Empty);
    }

    [TestCase("src/SpiNNMan.Async")]
    [TestCase("src/SpiNNMan.Async.Simulation")]
    [TestCase("src/SpiNNMan.Async.Emulation")]
    public void No_folder_has_too_many_files(string folder)
    {
        var full = Repository.SourceFiles(folder).Select(static path => Path.GetDirectoryName(Repository.Shorten(path))!).CountBy(static path => path, StringComparer.Ordinal).Where(static entry => entry.Value > MostFiles);

        Assert.That(full, Is.Empty);
    }

    [Test]
    public void The_rules_see_files() => Assert.That(Repository.SourceFiles("src").Count(), Is.GreaterThan(200));

    /// <summary>src/SpiNNMan.Async/Wire/Scp/ScpReply.cs is in SpiNNMan.Async.Wire.Scp.</summary>
    private static string Expected(string path) => string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();

    /// <summary>The types of a file that are not within others.</summary>
    [GeneratedRegex(@"^(public |internal |sealed |static |readonly |abstract |partial |ref )*(class|record struct|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MainTypes();
}
