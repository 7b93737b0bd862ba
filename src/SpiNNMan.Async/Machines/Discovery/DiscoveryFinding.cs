using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>One fault that discovery found, left out or repaired.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Chip">The chip it is about.</param>
/// <param name="Message">The fault, and the repair.</param>
public sealed record DiscoveryFinding(DiscoveryFindingKind Kind, ChipLocation Chip, string Message)
{
    /// <summary>The link it is about, if it is about one.</summary>
    public int? Link { get; init; }

    /// <summary>The virtual core it is about, if it is about one.</summary>
    public int? Core { get; init; }

    /// <summary>The error of the chip or board, if the fault is an error or a missing answer.</summary>
    public SpinnakerException? Error { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
