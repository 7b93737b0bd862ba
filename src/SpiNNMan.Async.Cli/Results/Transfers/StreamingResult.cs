using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Cli.Results.Transfers;

/// <summary>How memory was streamed, as JSON.</summary>
internal sealed record StreamingResult(
    long StreamedBytes, long StreamedBlocks, long StreamRounds, long LostBlocks, long DuplicateBlocks, long StreamRestarts, long RepairedBytes, double WaitedSeconds, IReadOnlyList<StreamingFallbackResult> Fallbacks)
{
    /// <summary>The sum of some transfers.</summary>
    public static StreamingResult Of(params IReadOnlyCollection<StreamingStatistics> transfers) => new(
        transfers.Sum(static one => one.StreamedBytes),
        transfers.Sum(static one => one.Blocks),
        transfers.Sum(static one => one.Rounds),
        transfers.Sum(static one => one.Lost),
        transfers.Sum(static one => one.Duplicates),
        transfers.Sum(static one => one.Restarts),
        transfers.Sum(static one => one.Repaired),
        transfers.Sum(static one => one.Waited.TotalSeconds),
        [.. transfers.SelectMany(static one => one.Fallbacks).Select(static one => new StreamingFallbackResult(one.Chip.X, one.Chip.Y, one.Bytes, one.Reason))]);

    /// <summary>The line for people about bytes that were not streamed; empty if all were.</summary>
    public string Describe() => Fallbacks is [] ? "" : $" Not streamed: {string.Join("; ", Fallbacks.Select(static one => $"{Output.Quantities.Bytes(one.Bytes)} of {one.X},{one.Y}, since {one.FallbackReason}"))}.";
}
