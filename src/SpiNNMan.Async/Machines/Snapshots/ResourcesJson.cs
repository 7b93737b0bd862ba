namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>What chips have, as the JSON of machines says it: for all of a kind, or for one that is different.</summary>
internal sealed record ResourcesJson
{
    public int? Monitors { get; init; }

    public int? RouterEntries { get; init; }

    public uint? Sdram { get; init; }

    public bool? Virtual { get; init; }

    public IReadOnlyList<int>? Tags { get; init; }
}
