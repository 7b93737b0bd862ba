using System.Text;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>Reads files of multicast routes: documents and CSV as <c>spinnman routes</c> writes them, and tables as boards load them.</summary>
/// <remarks>The kind of a file follows from its content. Protocol: models.md, "Multicast routing table".</remarks>
internal static class RouteFile
{
    /// <summary>Reads the routes for a chip.</summary>
    /// <param name="content">The content of the file.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <param name="chip">The chip. Routes of other chips are left out.</param>
    /// <returns>The routes, in the order of the file.</returns>
    /// <exception cref="CommandFailedException">The file makes no sense, or has no routes for the chip.</exception>
    public static IReadOnlyList<MulticastRoute> Read(byte[] content, string name, ChipLocation chip)
    {
        IReadOnlyList<FileRoute> all = IsTable(content) ? ReadTable(content, name) : ReadText(content, name);

        // The monitor of each chip has an entry of its own, which belongs to application 0.
        MulticastRoute[] routes = [.. all.Where(route => (route.Chip ?? chip) == chip && route.ApplicationId != 0).Select(static route => route.Route)];
        if (routes.Length > MulticastRoute.MaxEntries)
            throw new CommandFailedException($"{name} has {routes.Length} routes for chip {chip}; a table has room for {MulticastRoute.MaxEntries}.");
        if (routes.Length > 0)
            return routes;

        ChipLocation[] others = [.. all.Where(static route => route.ApplicationId != 0).Select(static route => route.Chip).OfType<ChipLocation>().Distinct().Take(4)];
        throw new CommandFailedException(others.Length == 0
            ? $"{name} has no routes."
            : $"{name} has no routes for chip {chip}, but for {string.Join(" and ", others.Take(3))}{(others.Length > 3 ? " and others" : "")}. Without the columns x and y, routes fit any chip.");
    }

    private static bool IsTable(byte[] content) =>
        content.Length >= MulticastRoute.EndSize && content.Length % MulticastRoute.Size == 0 && !content.AsSpan(content.Length - MulticastRoute.EndSize).ContainsAnyExcept(byte.MaxValue);

    private static List<FileRoute> ReadTable(byte[] content, string name)
    {
        var routes = new List<FileRoute>();
        for (int offset = 0; offset < content.Length - MulticastRoute.EndSize; offset += MulticastRoute.Size)
        {
            ReadOnlySpan<byte> entry = content.AsSpan(offset, MulticastRoute.Size);
            if (!MulticastRoute.TryParse(entry, out MulticastRoute? route, out _) || route is not { } found)
                throw new CommandFailedException($"{name}: entry {offset / MulticastRoute.Size} ends the table, and more follows.");

            routes.Add(new FileRoute(found, Chip: null, ApplicationId: null));
        }

        return routes;
    }

    private static List<FileRoute> ReadText(byte[] content, string name)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailedException($"{name} is neither text nor a table as boards load it, which ends with 16 bytes of 0xFF.", exception);
        }

        var lines = new List<(int Number, string Text)>();
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            string trimmed = line.Trim();
            if (trimmed.Length > 0 && !trimmed.StartsWith('#'))
                lines.Add((index + 1, trimmed));
        }

        if (lines.Count == 0)
            throw new CommandFailedException($"{name} has no routes.");

        return lines[0].Text.StartsWith('{') ? [.. lines.Select(line => RouteJson.Read(line.Text, $"{name}, line {line.Number}"))] : RouteCsv.Read(lines, name);
    }
}
