using System.CommandLine;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    private const string JsonName = "--json";

    /// <summary>Makes the option for results that programs read.</summary>
    public static Option<bool> CreateJson() => new(JsonName) { Description = "Write results as JSON, one document a line.", Recursive = true };

    /// <summary>Whether it was given.</summary>
    public static bool WantsJson(this ParseResult parsed) => parsed.GetValue<bool>(JsonName);
}
