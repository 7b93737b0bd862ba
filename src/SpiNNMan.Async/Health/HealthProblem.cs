using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Health;

/// <summary>Something that is wrong with a part of a machine now.</summary>
/// <param name="Kind">What.</param>
/// <param name="Since">When it was first seen. It may have begun up to an interval before.</param>
/// <param name="Message">The problem and its place, in a sentence without a full stop.</param>
public sealed record HealthProblem(HealthProblemKind Kind, DateTimeOffset Since, string Message)
{
    /// <summary>The chip; of a board the one with the Ethernet. <see langword="null"/> for problems that a BMP tells of.</summary>
    public ChipLocation? Chip { get; init; }

    /// <summary>The core of the chip, 0 to 17; <see langword="null"/> if it is not about a core.</summary>
    public int? Core { get; init; }

    /// <summary>The links that one of the packets wanted, of <see cref="HealthProblemKind.PacketsDropped"/>; empty if that is not known, and for all others.</summary>
    public LinkSet Links { get; init; }

    /// <summary>The board, as BMPs count; <see langword="null"/> for problems that the board itself showed.</summary>
    public BoardLocation? Board { get; init; }
}
