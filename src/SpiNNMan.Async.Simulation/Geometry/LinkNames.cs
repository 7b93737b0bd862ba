using System.Globalization;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The names of the links of a chip.</summary>
internal static class LinkNames
{
    private static readonly string[] s_long = ["east", "north-east", "north", "west", "south-west", "south"];
    private static readonly string[] s_short = ["e", "ne", "n", "w", "sw", "s"];

    /// <summary>All names.</summary>
    public static string All { get; } = string.Join(", ", s_long);

    /// <summary>Reads a number, a name, or the letters of a name.</summary>
    public static bool TryParse(string text, out int link)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out link))
            return link < Link.Count;

        string name = text.ToLowerInvariant();
        link = Math.Max(Array.IndexOf(s_long, name), Array.IndexOf(s_short, name));
        if (link < 0)
            link = Array.IndexOf(s_long, name.Insert(Math.Min(name.Length, 5), "-"));

        return link >= 0;
    }
}
