using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The data that was sent into a machine, as JSON.</summary>
internal sealed record LiveSendResult(string Label, long SentEvents, long SentDatagrams)
{
    public static LiveSendResult From(string label, SendCounts counts) => new(label, counts.Events + counts.TimedEvents, counts.Datagrams + counts.TimedDatagrams);
}
