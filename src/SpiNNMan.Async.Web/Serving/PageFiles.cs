namespace SpiNNMan.Async.Web.Serving;

/// <summary>The files of the page, which are in the assembly.</summary>
internal static class PageFiles
{
    private static readonly (string Path, string Name, string Kind)[] s_files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/map.js", "map.js", "text/javascript; charset=utf-8"),
        ("/details.js", "details.js", "text/javascript; charset=utf-8"),
    ];

    /// <summary>The content of each file and its kind, by the path of its address.</summary>
    public static IReadOnlyDictionary<string, (byte[] Content, string Kind)> All { get; } =
        s_files.ToDictionary(static file => file.Path, static file => (Read(file.Name), file.Kind), StringComparer.Ordinal);

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
