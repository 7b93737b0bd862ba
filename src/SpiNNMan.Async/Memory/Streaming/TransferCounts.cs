using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Counts what happens in one call. Boards count at the same time.</summary>
internal sealed class TransferCounts
{
    private readonly Lock _gate = new();
    private readonly List<StreamingFallback> _fallbacks = [];
    private StreamingStatistics _sum = new();

    /// <summary>Changes the counts.</summary>
    public void Add(Func<StreamingStatistics, StreamingStatistics> change)
    {
        lock (_gate)
            _sum = change(_sum);
    }

    public void AddFallback(ChipLocation chip, long bytes, string reason)
    {
        lock (_gate)
            _fallbacks.Add(new StreamingFallback(chip, bytes, reason));
    }

    public StreamingStatistics Finish(long bytes, TimeSpan elapsed)
    {
        lock (_gate)
            return _sum with { Bytes = bytes, Elapsed = elapsed, Fallbacks = [.. _fallbacks] };
    }
}
