namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>The resources of chips in the JSON of machines: of all chips of a kind, or of one that is different.</summary>
internal sealed record ResourcesJson
{
    public int? Monitors { get; init; }

    public int? RouterEntries { get; init; }

    public uint? Sdram { get; init; }

    public bool? Virtual { get; init; }

    public IReadOnlyList<int>? Tags { get; init; }
}
