using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The data that was sent to a core, and its counts, as JSON.</summary>
internal sealed record LiveInjectorResult(
    string Label,
    int X,
    int Y,
    int Core,
    long SentEvents,
    long SentDatagrams,
    long? InjectedEvents,
    long? MissingDatagrams,
    string Message)
{
    public static LiveInjectorResult From(InjectorReport report) => new(
        report.Label,
        report.Core.X,
        report.Core.Y,
        report.Core.Core,
        report.SentEvents,
        report.SentDatagrams,
        report.Machine?.Packets,
        report.MissingDatagrams,
        report.ToString());
}
