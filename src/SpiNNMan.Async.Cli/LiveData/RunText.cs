using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Describes a run and its end, in lines for people.</summary>
internal static class RunText
{
    /// <summary>The line for the beginning of a run.</summary>
    public static string DescribeBeginning(LiveRun run) =>
        $"run {run.Number.ToString(CultureInfo.InvariantCulture)}: receiving {string.Join(", ", run.Labels.Select(label => $"{label} ({Quantities.Count(run.Database[label].AtomCount, "atom")})"))}";

    /// <summary>The lines for the end of a run.</summary>
    public static IEnumerable<string> DescribeEnd(int number, RunReport report)
    {
        ReceiveCounts received = report.Received;
        string late = received.Late > 0 ? $", {Quantities.Count(received.Late)} of them late" : "";
        string jitter = received.Jitter.Percentile(0.99) is { } most && most < TimeSpan.MaxValue ? $"; 99 % of the datagrams within {Quantities.Time(most)} of the fastest" : "";
        yield return $"run {number.ToString(CultureInfo.InvariantCulture)}: {Quantities.Count(received.Events, "event")} in {Quantities.Count(received.Datagrams, "datagram")}{late}{jitter}";
        foreach (string loss in Losses.Describe(received))
            yield return $"  LOST {loss}";

        foreach (TagReport tag in report.Tags)
            yield return $"  {(tag.MissingEvents > 0 || tag.Machine is { LostWithPayload: > 0 } or { LostWithoutPayload: > 0 } ? "LOST " : "")}{tag}";

        foreach (InjectorReport injector in report.Injectors)
            yield return $"  {(injector.MissingDatagrams > 0 ? "LOST " : "")}{injector}";
    }
}
