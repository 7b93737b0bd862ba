using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The state of a run, at one moment.</summary>
/// <param name="Run">The number of the run.</param>
/// <param name="Counts">The counts of received data.</param>
/// <param name="Labels">The labels that are received.</param>
/// <param name="Rates">The events a second of each of these labels.</param>
/// <param name="RunTime">How long the run has been followed.</param>
internal sealed record LiveReading(int Run, ReceiveCounts Counts, IReadOnlyList<LabelCounts> Labels, IReadOnlyList<double> Rates, TimeSpan RunTime)
{
    /// <summary>The latest tick of all labels; <see langword="null"/> if events have none.</summary>
    public long? LastTick => Labels.Max(static label => label.LastTick);
}
