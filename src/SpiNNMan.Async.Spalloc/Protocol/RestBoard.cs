namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A board by one or more of its names.</summary>
internal sealed record RestBoard
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Z { get; init; }

    public int? Cabinet { get; init; }

    public int? Frame { get; init; }

    public int? Board { get; init; }

    public string? Address { get; init; }
}
