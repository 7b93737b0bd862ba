using System.CommandLine.Parsing;
using System.Globalization;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>The names of the six links of a chip.</summary>
internal static class LinkNames
{
    private static readonly string[] s_long = ["east", "north-east", "north", "west", "south-west", "south"];
    private static readonly string[] s_short = ["e", "ne", "n", "w", "sw", "s"];

    /// <summary>The long names, in the order of the numbers of the links.</summary>
    public static IReadOnlyList<string> All => s_long;

    /// <summary>How a link is written.</summary>
    public static string Form { get; } = $"0 to 5, or one of {string.Join(", ", s_long)}";

    /// <summary>The long name of a link.</summary>
    public static string NameOf(int link) => s_long[link];

    /// <summary>The short name of a link: one or two letters.</summary>
    public static string ShortNameOf(int link) => s_short[link];

    /// <summary>Reads a link: its number, or its long or short name.</summary>
    public static bool TryParse(string text, out int link)
    {
        string word = text.ToLowerInvariant();
        link = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < s_long.Length
            ? number
            : Math.Max(Array.IndexOf(s_long, word), Array.IndexOf(s_short, word));
        return link >= 0;
    }

    /// <summary>Reads a link as an argument.</summary>
    public static int Parse(ArgumentResult result)
    {
        if (!TryParse(result.Tokens[0].Value, out int link))
            result.AddError($"'{result.Tokens[0].Value}' is no link: write {Form}.");

        return link;
    }
}
