using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>Cores did not get into the states they were waited for in.</summary>
public sealed class CoreStateException : SpinnakerException
{
    private const int ShownCores = 6;

    /// <summary>Makes the error.</summary>
    /// <param name="reason">Why the waiting ended.</param>
    /// <param name="states">The states that were waited for.</param>
    /// <param name="failures">The cores that are not there, and only they; at least one.</param>
    /// <param name="coreCount">How many cores were waited for.</param>
    /// <param name="elapsed">How long.</param>
    public CoreStateException(
        CoreFailureReason reason, IReadOnlyCollection<CoreState> states, IReadOnlyList<CoreFailure> failures, int coreCount, TimeSpan elapsed)
        : base(Describe(reason, states, failures, coreCount, elapsed), failures is { Count: > 0 } ? failures[0].Error : null)
    {
        Reason = reason;
        States = states;
        Failures = failures;
        CoreCount = coreCount;
        Elapsed = elapsed;
    }

    /// <summary>Why the waiting ended.</summary>
    public CoreFailureReason Reason { get; }

    /// <summary>The states that were waited for.</summary>
    public IReadOnlyCollection<CoreState> States { get; }

    /// <summary>The cores that did not reach the state: the cores with an error if there are any, otherwise the late ones.</summary>
    public IReadOnlyList<CoreFailure> Failures { get; }

    /// <summary>How many cores were waited for.</summary>
    public int CoreCount { get; }

    /// <summary>How long they were waited for.</summary>
    public TimeSpan Elapsed { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Reason == CoreFailureReason.TimedOut;

    /// <summary>The report of each core: its state, its run-time error and registers, and the end of its text.</summary>
    public string GetReport()
    {
        var report = new StringBuilder();
        foreach (CoreFailure failure in Failures)
        {
            if (failure.Info is { } info)
                report.Append(new CoreInfos(info).GetStatusText());
            else
                report.Append(CultureInfo.InvariantCulture, $"{failure.Core} in state {failure.State?.ToString() ?? "unknown"}\n");

            if (failure.Error is { } error)
                report.Append(CultureInfo.InvariantCulture, $"    {error.Message}\n");

            foreach (string line in (failure.OutputTail ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                report.Append(CultureInfo.InvariantCulture, $"    | {line}\n");
        }

        return PrintableText.OfLines(report.ToString());
    }

    private static string Describe(
        CoreFailureReason reason, IReadOnlyCollection<CoreState> states, IReadOnlyList<CoreFailure> failures, int coreCount, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(failures);
        string what = reason switch
        {
            CoreFailureReason.Failed => "failed",
            CoreFailureReason.Silent => "cannot be asked because their chips are silent",
            _ => "did not reach it",
        };
        string cores = string.Join("; ", failures.Take(ShownCores).Select(DescribeOne));
        string more = failures.Count > ShownCores ? string.Create(CultureInfo.InvariantCulture, $"; and {failures.Count - ShownCores} more") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Of {coreCount} cores waited for in {string.Join(" or ", states)}, {failures.Count} {what} within {elapsed.TotalSeconds:0.0##} s: {cores}{more}.");
    }

    private static string DescribeOne(CoreFailure failure)
    {
        string text = failure.Info is { State: CoreState.RunTimeException } info
            ? $"{failure.Core} by run-time error {info.RunTimeError}"
            : $"{failure.Core} in {failure.State?.ToString() ?? "an unknown state"}";
        string? said = failure.OutputTail?.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return said is null ? text : $"{text} (said last: {said})";
    }
}
