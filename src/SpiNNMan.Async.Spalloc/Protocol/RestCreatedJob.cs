namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to POST /jobs.</summary>
internal sealed record RestCreatedJob
{
    public int? JobId { get; init; }

    public Uri? JobRef { get; init; }
}
