namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A line that the server sends without being asked: one of the two lists is there.</summary>
internal sealed record ClassicNotification
{
    public IReadOnlyList<int>? JobsChanged { get; init; }

    public IReadOnlyList<string>? MachinesChanged { get; init; }
}
