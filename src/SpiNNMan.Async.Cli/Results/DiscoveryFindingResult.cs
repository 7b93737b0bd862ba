using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A fault that a discovery found, as JSON.</summary>
internal sealed record DiscoveryFindingResult(string Finding, int X, int Y, int? Core, int? Link, string Message)
{
    public static DiscoveryFindingResult From(DiscoveryFinding finding) =>
        new(JsonNames.Of(finding.Kind), finding.Chip.X, finding.Chip.Y, finding.Core, finding.Link, finding.Message);
}
