namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>One end of a link between boards; a link is a list of two.</summary>
internal sealed record RestLinkEnd
{
    public RestBoard? Board { get; init; }

    /// <summary>0 to 5.</summary>
    public int Direction { get; init; }
}
