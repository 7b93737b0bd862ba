namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>How boards are handed out.</summary>
internal sealed record AllocatorOptions
{
    /// <summary>How many jobs that are over are remembered.</summary>
    public int MaxRetiredJobs { get; init; } = 1200;

    /// <summary>How long boards rest, once they are switched off, before another job gets them.</summary>
    public TimeSpan RestTime { get; init; } = TimeSpan.Zero;

    /// <summary>How many jobs that came later may get boards before one that waits.</summary>
    public int MaxOvertaking { get; init; } = 10;

    /// <summary>How long a job that nobody may overtake any more holds up others before it goes to the end of the queue.</summary>
    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>With how many reports a board goes out of service.</summary>
    public int ReportsToQuarantine { get; init; } = 2;
}
