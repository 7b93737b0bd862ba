namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>What a login that fails may say.</summary>
internal sealed record RestMessage
{
    public string? Message { get; init; }
}
