namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A machine, in the list of them (dead boards and links) or by itself (boards and links that are down, and where to look things up).</summary>
internal sealed record RestMachine
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public Uri? Uri { get; init; }

    /// <summary>Triads across.</summary>
    public int Width { get; init; }

    /// <summary>Triads up.</summary>
    public int Height { get; init; }

    public IReadOnlyList<RestBoard>? DeadBoards { get; init; }

    public IReadOnlyList<RestLinkEnd[]>? DeadLinks { get; init; }

    public IReadOnlyList<RestBoard>? DownBoards { get; init; }

    public IReadOnlyList<RestLinkEnd[]>? DownLinks { get; init; }

    public Uri? LookupByPhysicalBoard { get; init; }

    public Uri? LookupByLogicalBoard { get; init; }

    public Uri? LookupByChip { get; init; }

    public Uri? LookupByAddress { get; init; }
}
