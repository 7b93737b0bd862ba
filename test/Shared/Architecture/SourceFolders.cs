using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>What the folders of the source must be: a namespace is a folder, and neither files nor types nor folders outgrow what a person can read.</summary>
internal static partial class SourceFolders
{
    private const int MostLines = 400;
    private const int MostFiles = 40;

    /// <summary>The files whose namespace is not their folder.</summary>
    public static IEnumerable<string> MisplacedFiles(string folder) =>
        from path in Repository.SourceFiles(folder)
        let file = Repository.Shorten(path)
        let name = NamespaceOf(path)
        where name.Length > 0 && !name.Equals(Expected(file), StringComparison.Ordinal)
        select $"{file} is in {name}";

    /// <summary>The files of more than 400 lines.</summary>
    public static IEnumerable<string> LongFiles(string folder) => Repository.SourceFiles(folder).Where(static path => File.ReadLines(path).Count() > MostLines).Select(Repository.Shorten);

    /// <summary>The types of more than 400 lines, the lines of all files of a type counted together: a type that is spread over many files is still one type.</summary>
    public static IEnumerable<string> LongTypes(string folder)
    {
        var parts =
            from path in Repository.SourceFiles(folder)
            from type in MainTypes().Matches(File.ReadAllText(path))
            select (Type: Path.GetDirectoryName(Repository.Shorten(path)) + "/" + type.Groups["name"].Value, Lines: File.ReadLines(path).Count());
        return parts.GroupBy(static part => part.Type, StringComparer.Ordinal).Where(static type => type.Sum(static part => part.Lines) > MostLines).Select(static type => type.Key);
    }

    /// <summary>The folders of more than 40 files.</summary>
    public static IEnumerable<string> FullFolders(string folder) =>
        Repository.SourceFiles(folder).CountBy(static path => Path.GetDirectoryName(Repository.Shorten(path))!, StringComparer.Ordinal).Where(static entry => entry.Value > MostFiles).Select(static entry => entry.Key);

    /// <summary>The namespaces below one that files name in their using directives: constants of other types are not in the compiled code, but this shows them.</summary>
    public static IEnumerable<(string From, string To, string File)> UsingsWithin(string folder, string root) =>
        from path in Repository.SourceFiles(folder)
        let name = NamespaceOf(path)
        where name.Length > root.Length
        from use in Using().Matches(File.ReadAllText(path))
        let used = use.Groups["name"].Value
        where used.StartsWith(root + ".", StringComparison.Ordinal)
        select (name[(root.Length + 1)..], used[(root.Length + 1)..], Repository.Shorten(path));

    private static string NamespaceOf(string path) => Namespace().Match(File.ReadAllText(path)).Groups["name"].Value;

    /// <summary>src/SpiNNMan.Async/Wire/Scp/ScpReply.cs is in SpiNNMan.Async.Wire.Scp.</summary>
    private static string Expected(string path) => string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();

    /// <summary>The types of a file that are not within others.</summary>
    [GeneratedRegex(@"^(public |internal |sealed |static |readonly |abstract |partial |ref )*(class|record struct|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MainTypes();
}
