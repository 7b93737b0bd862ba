namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>What a responder did.</summary>
internal sealed record ResponderReport
{
    public long Received { get; init; }

    public long Answered { get; init; }

    public long LostRequests { get; init; }

    public long LostReplies { get; init; }

    /// <summary>Requests that came while the board held as many as it can.</summary>
    public long Dropped { get; init; }

    public long Duplicated { get; init; }

    public long Reordered { get; init; }

    public long Malformed { get; init; }

    /// <summary>Requests to the mute board.</summary>
    public long Ignored { get; init; }

    public double CpuSeconds { get; init; }

    public long Lost => LostRequests + LostReplies;
}
