using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The counts of the gatherers of a tag, and those of this computer, as JSON.</summary>
internal sealed record LiveTagResult(
    string IpAddress,
    int Tag,
    long ReceivedEvents,
    long ReceivedDatagrams,
    long? GatheredEvents,
    long? LostInGathererEvents,
    long? MissingEvents,
    string Message)
{
    public static LiveTagResult From(TagReport report) => new(
        report.Board.ToString(),
        report.Tag,
        report.ReceivedEvents,
        report.ReceivedDatagrams,
        report.Machine?.Gathered,
        report.Machine is { } machine ? machine.LostWithPayload + machine.LostWithoutPayload : null,
        report.MissingEvents,
        report.ToString());
}
