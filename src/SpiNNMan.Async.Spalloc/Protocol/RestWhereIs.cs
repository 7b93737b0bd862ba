namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A place in all coordinates; what is not known is left out.</summary>
internal sealed record RestWhereIs
{
    public int? JobId { get; init; }

    public Uri? JobRef { get; init; }

    /// <summary>[x, y] in the job.</summary>
    public int[]? JobChip { get; init; }

    /// <summary>[x, y] in the machine.</summary>
    public int[]? Chip { get; init; }

    /// <summary>[x, y, z].</summary>
    public int[]? LogicalBoardCoordinates { get; init; }

    public string? Machine { get; init; }

    public Uri? MachineRef { get; init; }

    /// <summary>[x, y] on the board.</summary>
    public int[]? BoardChip { get; init; }

    /// <summary>[cabinet, frame, board].</summary>
    public int[]? PhysicalBoardCoordinates { get; init; }
}
