using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>One thing that discovery found amiss, left out or repaired.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Chip">The chip it is about.</param>
/// <param name="Message">What was found, and what was done about it.</param>
public sealed record DiscoveryFinding(DiscoveryFindingKind Kind, ChipLocation Chip, string Message)
{
    /// <summary>The link it is about, if it is about one.</summary>
    public int? Link { get; init; }

    /// <summary>The virtual core it is about, if it is about one.</summary>
    public int? Core { get; init; }

    /// <summary>What the chip or board answered, or that it did not, if that is what it is about.</summary>
    public SpinnakerException? Error { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
