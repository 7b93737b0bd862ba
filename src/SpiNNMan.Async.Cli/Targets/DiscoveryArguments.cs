using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>The options of commands that discover a machine: which parts to leave out, and what to do about faults.</summary>
internal sealed class DiscoveryArguments
{
    private readonly Option<IgnoredParts?> _downChips = CreateParts("--down-chips", "Chips to leave out: x,y[,ip]:...", "CHIPS", static text => IgnoredParts.Parse(text));
    private readonly Option<IgnoredParts?> _downCores = CreateParts(
        "--down-cores", "Cores to leave out: x,y,core[,ip]:..., with a-b for some, -n for a physical one.", "CORES", static text => IgnoredParts.Parse(null, downCores: text));

    private readonly Option<IgnoredParts?> _downLinks = CreateParts(
        "--down-links", "Links to leave out, in both directions: x,y,link[,ip]:...", "LINKS", static text => IgnoredParts.Parse(null, downLinks: text));

    private readonly Option<FileInfo?> _boardInfo = new("--board-info") { Description = "A file of lines 'chip X Y dead', 'chip X Y core N', 'chip X Y link N' to leave out.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };
    private readonly Option<RepairPolicy> _repair = new("--faults")
    {
        Description = "What to do about links that work one way only and chips that are cut off.",
        HelpName = "repair|report|throw",
        CustomParser = ParsePolicy,
        DefaultValueFactory = static _ => RepairPolicy.Repair,
    };

    /// <summary>Adds the options to a command.</summary>
    public static DiscoveryArguments AddTo(Command command)
    {
        var arguments = new DiscoveryArguments();
        command.Options.Add(arguments._downChips);
        command.Options.Add(arguments._downCores);
        command.Options.Add(arguments._downLinks);
        command.Options.Add(arguments._boardInfo);
        command.Options.Add(arguments._repair);
        return arguments;
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandFailedException">The file is not a list of broken parts.</exception>
    public async Task<DiscoveryOptions> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var ignored = new IgnoredParts();
        foreach (Option<IgnoredParts?> option in (Option<IgnoredParts?>[])[_downChips, _downCores, _downLinks])
            ignored = ignored.With(parsed.GetValue(option) ?? new IgnoredParts());

        if (parsed.GetValue(_boardInfo) is { } file)
            ignored = ignored.With(await ReadBoardInfoAsync(file, cancellationToken));

        return new DiscoveryOptions { Repair = parsed.GetValue(_repair), Ignored = ignored };
    }

    private static async Task<IgnoredParts> ReadBoardInfoAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return IgnoredParts.ParseBoardInfo(await InputFiles.ReadTextAsync(file.FullName, InputFiles.MostOfList, "a list of broken parts", cancellationToken));
        }
        catch (InvalidParameterException exception)
        {
            throw new CommandFailedException($"{file} is no list of broken parts: {exception.Message}", exception);
        }
    }

    private static Option<IgnoredParts?> CreateParts(string name, string description, string form, Func<string, IgnoredParts> parse) => new(name)
    {
        Description = description,
        HelpName = form,
        CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value);
            }
            catch (InvalidParameterException exception)
            {
                result.AddError($"{name}{exception.Message[exception.ParameterName.Length..]}.");
                return null;
            }
        },
    };

    private static RepairPolicy ParsePolicy(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        if (Names.TryParse(name, out RepairPolicy policy))
            return policy;

        result.AddError($"'{name}' is none of repair, report and throw.");
        return default;
    }
}
