namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The request for a new job.</summary>
internal sealed record JobRequest
{
    public string? KeepaliveInterval { get; init; }

    public int? NumBoards { get; init; }

    public DimensionsMessage? Dimensions { get; init; }

    public BoardPlace? Board { get; init; }

    public string? MachineName { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public int? MaxDeadBoards { get; init; }

    public string? Group { get; init; }

    public string? NmpiCollab { get; init; }

    public long? NmpiJobId { get; init; }

    public string? Owner { get; init; }
}
