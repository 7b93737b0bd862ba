namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A page of the answer to GET /jobs.</summary>
internal sealed record RestJobs
{
    public IReadOnlyList<Uri> Jobs { get; init; } = [];

    public Uri? Prev { get; init; }

    public Uri? Next { get; init; }
}
