using SpiNNMan.Async.Spalloc.Server.Allocation;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>A job as it was at a moment.</summary>
internal sealed record JobSnapshot(
    int Id,
    JobTicket Ticket,
    JobState State,
    bool? Power,
    string? Reason,
    DateTimeOffset? Finished,
    string? KeepAliveHost,
    DateTimeOffset LastSeenAt,
    LabMachine? Machine,
    Placement? Placement,
    int Version)
{
    /// <summary>Whether it has boards.</summary>
    public bool HasBoards => Placement is not null && State is JobState.Power or JobState.Ready;
}
