using System.CommandLine;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Options of commands that discover a machine: what is left out, and what is done about faults.</summary>
internal sealed class DiscoveryArguments
{
    private readonly Option<string?> _downChips = new("--down-chips") { Description = "Chips to leave out: x,y[,ip]:...", HelpName = "CHIPS" };
    private readonly Option<string?> _downCores = new("--down-cores") { Description = "Cores to leave out: x,y,core[,ip]:..., with a-b for some, -n for a physical one.", HelpName = "CORES" };
    private readonly Option<string?> _downLinks = new("--down-links") { Description = "Links to leave out, in both directions: x,y,link[,ip]:...", HelpName = "LINKS" };
    private readonly Option<FileInfo?> _boardInfo = new("--board-info") { Description = "A file of lines 'chip X Y dead', 'chip X Y core N', 'chip X Y link N' to leave out.", HelpName = "FILE" };
    private readonly Option<RepairPolicy> _repair = new("--faults")
    {
        Description = "What to do about links that work one way only and chips that are cut off.",
        DefaultValueFactory = static _ => RepairPolicy.Repair,
    };

    /// <summary>Gives a command these options.</summary>
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

    /// <summary>What they say.</summary>
    /// <exception cref="InvalidParameterException">One of them makes no sense.</exception>
    public async Task<DiscoveryOptions> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var ignored = IgnoredParts.Parse(parsed.GetValue(_downChips), parsed.GetValue(_downCores), parsed.GetValue(_downLinks));
        if (parsed.GetValue(_boardInfo) is { } file)
            ignored = ignored.With(IgnoredParts.ParseBoardInfo(await File.ReadAllTextAsync(file.FullName, cancellationToken)));

        return new DiscoveryOptions { Repair = parsed.GetValue(_repair), Ignored = ignored };
    }
}
