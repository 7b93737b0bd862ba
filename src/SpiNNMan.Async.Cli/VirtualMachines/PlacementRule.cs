using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Reads which built-in programs are on cores from the start, and how packets get to cores.</summary>
internal static class PlacementRule
{
    /// <summary>The form of a placement.</summary>
    public const string PlacementForm = "X,Y,P=PROGRAM[:ARGUMENT]";

    /// <summary>The form of a route.</summary>
    public const string RouteForm = "KEY/MASK@X,Y=X,Y,P[+X,Y,P...]";

    /// <summary>Reads any number of placements.</summary>
    public static ProgramPlacement[]? ParsePlacements(ArgumentResult result) => ParseAll(result, ParsePlacement);

    /// <summary>Reads any number of routes.</summary>
    public static PacketRoute[]? ParseRoutes(ArgumentResult result) => ParseAll(result, ParseRoute);

    private static T[]? ParseAll<T>(ArgumentResult result, Func<string, T> parse)
    {
        var all = new List<T>();
        foreach (Token token in result.Tokens)
        {
            try
            {
                all.Add(parse(token.Value));
            }
            catch (Exception exception) when (exception is SpinnakerException or FormatException)
            {
                result.AddError($"'{token.Value}': {exception.Message}");
                return null;
            }
        }

        return [.. all];
    }

    private static ProgramPlacement ParsePlacement(string text)
    {
        if (text.Split('=', 2) is not [var place, { Length: > 0 } program])
            throw new FormatException($"{PlacementForm} is expected, for instance 0,0,1=live_gatherer:1.");

        string[] parts = program.Split(':', 2);
        return new ProgramPlacement(ParseCore(place), BuiltInProgram.Find(parts[0], parts.Length == 2 ? parts[1] : null));
    }

    private static PacketRoute ParseRoute(string text)
    {
        string[] ends = text.Split('=', 2);
        if (ends.Length != 2 || ends[0].Split('@', 2) is not [var packets, var place] || packets.Split('/', 2) is not [var key, var mask] || !Numbers.TryParseChip(place, out ChipLocation from))
            throw new FormatException($"{RouteForm} is expected, for instance 0x70000/0xffff0000@1,1=0,0,1.");

        return new PacketRoute(ParseWord(key), ParseWord(mask), from, [.. ends[1].Split('+').Select(ParseCore)]);
    }

    private static CoreLocation ParseCore(string text) =>
        Numbers.TryParseCore(text, out CoreLocation core) && core.Core > 0 ? core : throw new FormatException($"'{text}' is no core that runs programs: X,Y,P with P from 1 is expected.");

    private static uint ParseWord(string text) =>
        Numbers.TryParse(text, out long number) && number is >= 0 and <= uint.MaxValue ? (uint)number : throw new FormatException($"'{text}' is no number of 32 bits, for instance 0xffff0000.");
}
