using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>Where a board or a chip is, in all coordinates. What the service does not tell is <see langword="null"/>.</summary>
public sealed record BoardPlace
{
    /// <summary>The machine.</summary>
    public string? Machine { get; init; }

    /// <summary>The board in the grid.</summary>
    public LogicalBoard? Logical { get; init; }

    /// <summary>Where the board is mounted.</summary>
    public PhysicalBoard? Physical { get; init; }

    /// <summary>The chip in the machine.</summary>
    public ChipLocation? Chip { get; init; }

    /// <summary>The chip on the board.</summary>
    public ChipLocation? BoardChip { get; init; }

    /// <summary>The job that has the board.</summary>
    public int? JobId { get; init; }

    /// <summary>The chip in that job.</summary>
    public ChipLocation? JobChip { get; init; }
}
