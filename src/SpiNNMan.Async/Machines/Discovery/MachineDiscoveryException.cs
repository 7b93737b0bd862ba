using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>A machine has faults, and the options allow none.</summary>
public sealed class MachineDiscoveryException : SpinnakerException
{
    private const int ShownFindings = 6;

    /// <summary>Makes the error.</summary>
    /// <param name="findings">The faults, at least one.</param>
    public MachineDiscoveryException(IReadOnlyList<DiscoveryFinding> findings)
        : base(Describe(findings)) => Findings = findings;

    /// <summary>The faults.</summary>
    public IReadOnlyList<DiscoveryFinding> Findings { get; }

    private static string Describe(IReadOnlyList<DiscoveryFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        string shown = string.Join(' ', findings.Take(ShownFindings).Select(static finding => finding.Message));
        string more = findings.Count > ShownFindings ? string.Create(CultureInfo.InvariantCulture, $" And {findings.Count - ShownFindings} more.") : "";
        return $"The machine has faults: {shown}{more} Leave out the parts with the options' Ignored, or open it with {nameof(RepairPolicy)}.{nameof(RepairPolicy.Repair)}.";
    }
}
