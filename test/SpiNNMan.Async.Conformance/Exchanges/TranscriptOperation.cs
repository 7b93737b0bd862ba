namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What the library does for an operation of the recordings.</summary>
/// <param name="Run">Does it, and gives its result.</param>
internal sealed record TranscriptOperation(Func<TranscriptCase, Task<TranscriptResult>> Run)
{
    /// <summary>Whether the requests that are no accesses to memory must be those recorded. If not, the documentation says why.</summary>
    public bool SameRequests { get; init; } = true;
}
