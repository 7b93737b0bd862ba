namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>A machine as its JSON says it.</summary>
internal sealed record MachineJson
{
    public int Height { get; init; }

    public int Width { get; init; }

    public IReadOnlyList<int>? Root { get; init; }

    public ResourcesJson? StandardResources { get; init; }

    public ResourcesJson? EthernetResources { get; init; }

    public IReadOnlyList<ChipJson>? Chips { get; init; }

    /// <summary>The part that only this library writes.</summary>
    public OriginJson? Spinnman { get; init; }
}
