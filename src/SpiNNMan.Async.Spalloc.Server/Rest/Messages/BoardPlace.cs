namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A board, in one way of counting: by its triad, by its place in the racks, or by its address.</summary>
internal record BoardPlace
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Z { get; init; }

    public int? Cabinet { get; init; }

    public int? Frame { get; init; }

    public int? Board { get; init; }

    public string? Address { get; init; }
}
