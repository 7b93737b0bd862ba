namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The state of a job, as the service tells it.</summary>
/// <remarks>Protocol: spalloc.md, "Life of a job".</remarks>
public sealed record JobStatus
{
    /// <summary>How far it has come.</summary>
    public required JobState State { get; init; }

    /// <summary>Whether its boards are on; <see langword="null"/> where that is not said.</summary>
    public bool? Power { get; init; }

    /// <summary>Why it was destroyed, in the service's words; <see langword="null"/> if it says nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was created, by the service's clock.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Its place in the queue, the first being 1; <see langword="null"/> if it does not wait, or the service does not tell.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>The address that it was kept alive from last.</summary>
    public string? KeepAliveHost { get; init; }

    /// <summary>Whether it is over, or not known to the service.</summary>
    public bool HasEnded => State is JobState.Destroyed or JobState.Unknown;

    /// <summary>Whether something changed that people want to know of.</summary>
    internal bool DiffersFrom(JobStatus other) => State != other.State || Power != other.Power || QueuePosition != other.QueuePosition;
}
