using System.Globalization;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The faults that discovery found, left out or repaired, and its cost.</summary>
/// <param name="Findings">The faults, chip by chip.</param>
/// <param name="Requests">How many requests it sent, without those sent again.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DiscoveryReport(IReadOnlyList<DiscoveryFinding> Findings, long Requests, TimeSpan Elapsed)
{
    /// <summary>The findings of some kinds.</summary>
    public IEnumerable<DiscoveryFinding> Of(params DiscoveryFindingKind[] kinds) => Findings.Where(finding => kinds.Contains(finding.Kind));

    /// <inheritdoc/>
    public override string ToString()
    {
        string groups = Findings.Count == 0
            ? "nothing wrong"
            : string.Join(", ", Findings.GroupBy(static finding => finding.Kind).Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
        return string.Create(CultureInfo.InvariantCulture, $"{groups}; {Requests} requests in {Elapsed.TotalSeconds:0.000} s");
    }
}
