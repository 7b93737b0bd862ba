using System.CommandLine;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>The options that every command has.</summary>
internal static class CommonOptions
{
    private const string JsonName = "--json";

    /// <summary>Creates the option for results as JSON.</summary>
    public static Option<bool> CreateJson() => new(JsonName) { Description = "Write results as JSON, one document a line.", Recursive = true };

    /// <summary>Whether the words of a command line contain the option, also if the rest makes no sense.</summary>
    public static bool NamesJson(IEnumerable<string> args) => args.TakeWhile(static word => word is not "--").Any(static word => word is JsonName or JsonName + "=true");

    /// <summary>Whether the user gave the option <c>--json</c>.</summary>
    public static bool WantsJson(this ParseResult parsed) => parsed.GetValue<bool>(JsonName);

    /// <summary>Refuses the option for CSV beside the one for JSON.</summary>
    public static void ExcludeJson(this Command command, Option<bool> csv) => command.Validators.Add(result =>
    {
        if (result.GetValue(csv) && result.GetValue<bool>(JsonName))
            result.AddError($"{csv.Name} and {JsonName} exclude each other.");
    });
}
