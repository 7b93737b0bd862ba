using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Options that set and clear tags.</summary>
internal static class TagArguments
{
    private delegate bool Parser<T>(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Creates the option <c>--set</c>.</summary>
    public static Option<TagSetting[]> CreateSet() => new("--set")
    {
        Description = "Let cores send by a tag to a host and port: TAG=HOST:PORT; a HOST of localhost is this computer.",
        HelpName = "TAG=HOST:PORT",
        CustomParser = static result => ParseAll<TagSetting>(result, TryParse, "TAG=HOST:PORT with a tag of 0 to 15, for instance 1=localhost:17895"),
    };

    /// <summary>Creates the option <c>--reverse</c>.</summary>
    public static Option<ReverseTagSetting[]> CreateReverse() => new("--reverse")
    {
        Description = "Let datagrams to a port of the board go to port 1 of a core: TAG=PORT:X,Y,P.",
        HelpName = "TAG=PORT:X,Y,P",
        CustomParser = static result => ParseAll<ReverseTagSetting>(result, TryParse, "TAG=PORT:X,Y,P with a tag of 0 to 15, for instance 2=12345:0,0,1"),
    };

    /// <summary>Creates the option <c>--clear</c>.</summary>
    public static Option<byte[]> CreateClear() => new("--clear")
    {
        Description = "Make a tag free.",
        HelpName = "TAG",
        CustomParser = static result => ParseAll<byte>(result, TryParseTag, "tag, 0 to 15"),
    };

    private static bool TryParseTag(string text, out byte tag) => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out tag) && tag <= IPTagEntry.MaxTag;

    private static bool TryParse(string text, [MaybeNullWhen(false)] out TagSetting setting)
    {
        setting = TrySplit(text, out byte tag, out string? host, out string? port) && Numbers.TryParsePort(port, out int number) ? new TagSetting(tag, host, number) : null;
        return setting is not null;
    }

    private static bool TryParse(string text, [MaybeNullWhen(false)] out ReverseTagSetting setting)
    {
        setting = TrySplit(text, out byte tag, out string? port, out string? place) && Numbers.TryParsePort(port, out int number) && Numbers.TryParseCore(place, out CoreLocation core)
            ? new ReverseTagSetting(tag, number, core)
            : null;
        return setting is not null;
    }

    /// <summary>Splits TAG=FIRST:SECOND into its three parts.</summary>
    private static bool TrySplit(string text, out byte tag, [NotNullWhen(true)] out string? first, [NotNullWhen(true)] out string? second)
    {
        string[] sides = text.Split('=');
        string[] parts = sides.Length == 2 ? sides[1].Split(':') : [];
        (first, second) = parts is [{ Length: > 0 }, { Length: > 0 }] ? (parts[0], parts[1]) : (null, null);
        return TryParseTag(sides[0], out tag) && first is not null && second is not null;
    }

    private static T[]? ParseAll<T>(ArgumentResult result, Parser<T> parse, string expected)
    {
        var settings = new List<T>();
        foreach (Token token in result.Tokens)
        {
            if (!parse(token.Value, out T? setting))
            {
                result.AddError($"'{token.Value}' is no {expected}.");
                return null;
            }

            settings.Add(setting);
        }

        return [.. settings];
    }
}
