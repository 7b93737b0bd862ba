using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A fault that a discovery found, as JSON.</summary>
internal sealed record DiscoveryFindingResult(string Kind, int X, int Y, int? Core, int? Link, string Message)
{
    public static DiscoveryFindingResult From(DiscoveryFinding finding) =>
        new(finding.Kind.ToString(), finding.Chip.X, finding.Chip.Y, finding.Core, finding.Link, finding.Message);
}
