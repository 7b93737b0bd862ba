namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to GET /machines.</summary>
internal sealed record RestMachines
{
    public IReadOnlyList<RestMachine> Machines { get; init; } = [];
}
