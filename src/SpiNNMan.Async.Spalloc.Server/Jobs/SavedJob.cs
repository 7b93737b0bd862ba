namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>A job, as it is kept in a file.</summary>
internal sealed record SavedJob
{
    public required int Id { get; init; }

    public required string Owner { get; init; }

    public required SavedRequest Request { get; init; }

    public double? KeepAliveSeconds { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string? Host { get; init; }

    public required string ClassicArguments { get; init; }

    public required string ClassicKeywords { get; init; }

    public string? WebRequest { get; init; }

    public required int State { get; init; }

    public bool? Power { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Finished { get; init; }

    public string? KeepAliveHost { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    public int Overtaken { get; init; }

    public string? Machine { get; init; }

    public SavedPlacement? Placement { get; init; }
}
