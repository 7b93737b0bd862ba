namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>The boards that a job asked for, as they are kept in a file.</summary>
internal sealed record SavedRequest
{
    public required string Shape { get; init; }

    public int Count { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public IReadOnlyList<int>? Root { get; init; }

    public string? Machine { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public double MinRatio { get; init; }

    public int? MaxDeadBoards { get; init; }

    public int? MaxDeadLinks { get; init; }

    public bool RequireTorus { get; init; }
}
