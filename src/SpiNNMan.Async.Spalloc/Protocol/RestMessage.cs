namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The message of a login that failed.</summary>
internal sealed record RestMessage
{
    public string? Message { get; init; }
}
