namespace SpiNNMan.Async.Tests.Support;

/// <summary>The files that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<string> s_root = new(FindRoot);

    public static string Root => s_root.Value;

    public static string PathTo(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The C# files of a folder, without what the build generates.</summary>
    public static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(PathTo(folder), "*.cs", SearchOption.AllDirectories);

    /// <summary>A path as it is written in the repository.</summary>
    public static string Shorten(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpiNNMan.Async.sln")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
