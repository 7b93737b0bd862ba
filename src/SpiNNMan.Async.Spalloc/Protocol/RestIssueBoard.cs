namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A board of a report, by one of its names.</summary>
internal sealed record RestIssueBoard
{
    public string? Machine { get; init; }

    /// <summary>[x, y] in the job.</summary>
    public int[]? Chip { get; init; }

    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Z { get; init; }

    public int? Cabinet { get; init; }

    public int? Frame { get; init; }

    public int? Board { get; init; }

    public string? Address { get; init; }
}
