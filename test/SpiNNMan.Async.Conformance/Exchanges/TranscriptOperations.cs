namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Every operation of the recordings, by what they call it; <see langword="null"/> for one that the library does not have yet.</summary>
internal static class TranscriptOperations
{
    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new[]
    {
        MemoryTranscripts.All, ResourceTranscripts.All, StateTranscripts.All, BoardTranscripts.All,
    }.SelectMany(table => table).ToDictionary(StringComparer.Ordinal);
}
