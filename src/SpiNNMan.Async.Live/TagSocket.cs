using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Live;

/// <summary>A socket, what receives from it, and the tags that are aimed at it: of each board one.</summary>
internal sealed class TagSocket(EieioConnection connection, EventReceiver receiver, IReadOnlyList<TagKeeper> keepers, Func<TagTarget, IPAddress> addressOf) : IAsyncDisposable
{
    public EieioConnection Connection => connection;

    public IReadOnlyList<TagTarget> Targets { get; } = [.. keepers.Select(static keeper => keeper.Target)];

    /// <summary>The data that came by a tag. If addresses are translated on the way, data of unknown senders is that of the only tag.</summary>
    public (long Datagrams, long Events) ReceivedBy(TagTarget target)
    {
        (long datagrams, long events) = receiver.ReceivedFrom(addressOf(target));
        if (Targets.Count > 1)
            return (datagrams, events);

        (long more, long moreEvents) = receiver.ReceivedFromStrangers;
        return (datagrams + more, events + moreEvents);
    }

    /// <summary>Whether it is not known of some events which of several boards sent them.</summary>
    public bool CannotTellBoards => Targets.Count > 1 && receiver.ReceivedFromStrangers.Datagrams > 0;

    public ReceiveCounts AddTo(ReceiveCounts counts)
    {
        ConnectionStatistics statistics = connection.Statistics;
        ReceiveCounts sum = receiver.AddTo(counts);
        return sum with
        {
            DatagramsDropped = sum.DatagramsDropped + statistics.PumpDropped + statistics.Truncated,
            DatagramsDroppedBySystem = statistics.SystemDropped is { } dropped ? (sum.DatagramsDroppedBySystem ?? 0) + dropped : sum.DatagramsDroppedBySystem,
        };
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
