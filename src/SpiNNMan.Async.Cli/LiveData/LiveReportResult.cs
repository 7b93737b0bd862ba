using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The result of a run, as JSON.</summary>
internal sealed record LiveReportResult(
    int Run,
    bool? Complete,
    long ReceivedEvents,
    long ReceivedDatagrams,
    long DroppedEvents,
    long UnreadEvents,
    long LateEvents,
    long UnknownEvents,
    IReadOnlyList<uint> UnknownKeys,
    long MalformedDatagrams,
    long DroppedDatagrams,
    long? SystemDroppedDatagrams,
    double? JitterP50Microseconds,
    double? JitterP99Microseconds,
    IReadOnlyList<LiveLabelResult> Labels,
    IReadOnlyList<LiveTagResult> Tags,
    IReadOnlyList<LiveInjectorResult> Injectors)
{
    public static LiveReportResult From(int run, RunReport report)
    {
        ReceiveCounts counts = report.Received;
        return new LiveReportResult(
            run,
            report.IsComplete,
            counts.Events,
            counts.Datagrams,
            counts.Dropped,
            counts.Unread,
            counts.Late,
            counts.UnknownEvents,
            counts.UnknownKeys,
            counts.Malformed,
            counts.DatagramsDropped,
            counts.DatagramsDroppedBySystem,
            MicrosecondsOf(counts.Jitter.Percentile(0.5)),
            MicrosecondsOf(counts.Jitter.Percentile(0.99)),
            [.. counts.Labels.Where(static label => label.Events > 0).Select(LiveLabelResult.From)],
            [.. report.Tags.Select(LiveTagResult.From)],
            [.. report.Injectors.Select(LiveInjectorResult.From)]);
    }

    private static double? MicrosecondsOf(TimeSpan? time) => time is { } some && some < TimeSpan.MaxValue ? some.TotalMicroseconds : null;
}
