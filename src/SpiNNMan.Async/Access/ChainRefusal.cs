namespace SpiNNMan.Async.Access;

/// <summary>Why a part of a chain cannot be read.</summary>
/// <param name="Reason">The reason, as the error has it.</param>
internal sealed record ChainRefusal(string Reason)
{
    /// <summary>Whether the part lies over a part of another chain.</summary>
    public bool IsOfOther { get; init; }
}
