using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The counts of a label, as JSON.</summary>
internal sealed record LiveLabelResult(string Label, long ReceivedEvents, long DroppedEvents, long LateEvents, long? FirstTick, long? LastTick)
{
    public static LiveLabelResult From(LabelCounts counts) => new(counts.Label, counts.Events, counts.Dropped, counts.Late, counts.FirstTick, counts.LastTick);
}
