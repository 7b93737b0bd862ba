namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>The colours of the styles of terminals, in pictures. The worse something is, the darker it is, so that pictures without colours can be read.</summary>
/// <param name="Name">The name, for style sheets.</param>
/// <param name="Fill">The colour of the cell.</param>
/// <param name="Ink">The colour of the mark in it.</param>
internal readonly record struct CellColours(string Name, string Fill, string Ink)
{
    private const string Dark = "#1a1a1a";
    private const string Light = "#ffffff";

    private static readonly Dictionary<string, CellColours> s_styles = new CellColours[]
    {
        new("plain", "#ffffff", Dark),
        new("dim", "#f3f3f3", "#6b6b6b"),
        new("green", "#b8e2c2", Dark),
        new("aqua", "#b5e6ea", Dark),
        new("yellow", "#e3b034", Dark),
        new("blue", "#9cc2f0", Dark),
        new("fuchsia", "#e8a6e4", Dark),
        new("olive", "#c0c070", Dark),
        new("teal", "#6db8b0", Dark),
        new("purple", "#bda6e6", Dark),
        new("darkorange", "#dd7a2c", Dark),
        new("orangered1", "#b3541e", Light),
        new("deeppink3", "#7d1852", Light),
        new("red", "#a01c1c", Light),
    }.ToDictionary(static colours => colours.Name, StringComparer.Ordinal);

    /// <summary>The colours of a style.</summary>
    /// <param name="style">Words such as <c>bold red</c>. Those that are no colours count as nothing.</param>
    public static CellColours Of(string? style)
    {
        foreach (string word in (style ?? "").Split(' '))
        {
            if (s_styles.TryGetValue(word, out CellColours colours))
                return colours;
        }

        return s_styles["plain"];
    }
}
