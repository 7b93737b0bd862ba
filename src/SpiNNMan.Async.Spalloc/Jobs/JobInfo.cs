namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A job, anybody's, as it is listed. To list jobs does not keep them alive.</summary>
public sealed record JobInfo
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Whose it is; <see langword="null"/> if the service does not tell.</summary>
    public string? Owner { get; init; }

    /// <summary>How it is.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The machine that it has boards of; <see langword="null"/> if it has none, or the service does not tell.</summary>
    public string? Machine { get; init; }

    /// <summary>The boards that it has; empty if it has none, or the service does not tell.</summary>
    public IReadOnlyList<LogicalBoard> Boards { get; init; } = [];

    /// <summary>The request, in words; <see langword="null"/> if the service does not tell.</summary>
    public string? Request { get; init; }

    /// <summary>For how long it is kept without a sign of life; <see langword="null"/> is for ever, or not told.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishTime { get; init; }
}
