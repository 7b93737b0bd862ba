namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The body of POST /jobs.</summary>
/// <remarks>Protocol: spalloc.md, "Creating a job by REST".</remarks>
internal sealed record RestCreateJob
{
    /// <summary>An ISO duration; the one member that must be there.</summary>
    public string? KeepaliveInterval { get; init; }

    public int? NumBoards { get; init; }

    public RestDimensions? Dimensions { get; init; }

    public RestBoard? Board { get; init; }

    public string? MachineName { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public int? MaxDeadBoards { get; init; }

    public string? Group { get; init; }

    public string? NmpiCollab { get; init; }

    public long? NmpiJobId { get; init; }

    public string? Owner { get; init; }
}
