namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A size in triads.</summary>
internal sealed record RestDimensions
{
    public int Width { get; init; }

    public int Height { get; init; }
}
