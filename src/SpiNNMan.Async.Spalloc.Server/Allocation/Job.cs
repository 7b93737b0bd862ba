namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>A job: what somebody asked for, and what became of it. Only the allocator changes it.</summary>
/// <param name="id">Its number.</param>
/// <param name="ticket">The request.</param>
internal sealed class Job(int id, JobTicket ticket)
{
    public int Id => id;

    public JobTicket Ticket => ticket;

    public JobState State { get; set; } = JobState.Queued;

    /// <summary>Whether its boards are on, or shall be; <see langword="null"/> as long as it has none.</summary>
    public bool? Power { get; set; }

    /// <summary>Why it ended.</summary>
    public string? Reason { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; set; }

    /// <summary>The host that showed last that the job is still wanted.</summary>
    public string? KeepAliveHost { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When that was, on the clock of the allocator.</summary>
    public TimeSpan LastSeen { get; set; }

    /// <summary>The machine that its boards are of.</summary>
    public MachineBoards? Machine { get; set; }

    /// <summary>Its boards; it keeps them, for others to look at, until it ends.</summary>
    public Placement? Placement { get; set; }

    /// <summary>Its place in the queue: smaller numbers come first.</summary>
    public long Order { get; set; }

    /// <summary>How many jobs that came later were given boards while it waited.</summary>
    public int Overtaken { get; set; }

    /// <summary>Since when nobody may overtake it any more; <see langword="null"/> if somebody may.</summary>
    public TimeSpan? HoldsQueueSince { get; set; }

    /// <summary>Counts what happened to it, for those who wait for a change.</summary>
    public int Version { get; set; }

    /// <summary>Counts the orders to switch its boards.</summary>
    public int PowerOrders { get; set; }

    /// <summary>When it ends unless somebody wants it; never if <see langword="null"/>.</summary>
    public TimeSpan? ExpiresAt => Ticket.KeepAlive is { } interval && State != JobState.Destroyed ? LastSeen + interval : null;
}
