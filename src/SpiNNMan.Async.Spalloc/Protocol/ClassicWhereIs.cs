namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to <see cref="ClassicCommands.WhereIs"/>.</summary>
internal sealed record ClassicWhereIs
{
    public string Machine { get; init; } = "";

    /// <summary>[x, y, z].</summary>
    public int[]? Logical { get; init; }

    /// <summary>[cabinet, frame, board].</summary>
    public int[]? Physical { get; init; }

    /// <summary>[x, y] in the machine.</summary>
    public int[]? Chip { get; init; }

    /// <summary>[x, y] on the board.</summary>
    public int[]? BoardChip { get; init; }

    public int? JobId { get; init; }

    /// <summary>[x, y] in the job.</summary>
    public int[]? JobChip { get; init; }
}
