using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>How a run of an application went, for programs.</summary>
/// <param name="ApplicationId">The identifier it had.</param>
/// <param name="Cores">On how many cores it was.</param>
/// <param name="Outcome"><c>finished</c>, <c>failed</c>, <c>timedOut</c> or <c>silent</c>.</param>
/// <param name="LoadSeconds">How long loading took.</param>
/// <param name="RunSeconds">How long it ran.</param>
/// <param name="Output">What the cores printed.</param>
/// <param name="Failures">The cores that did not end well.</param>
internal sealed record RunResult(
    int ApplicationId, int Cores, string Outcome, double LoadSeconds, double RunSeconds, IReadOnlyList<IobufResult> Output, IReadOnlyList<RunResult.Failure> Failures)
{
    public static string OutcomeOf(CoreStateException? error) => error?.Reason switch
    {
        null => "finished",
        CoreFailureReason.Failed => "failed",
        CoreFailureReason.Silent => "silent",
        _ => "timedOut",
    };

    public static IReadOnlyList<Failure> FailuresOf(CoreStateException? error) => error is null
        ? []
        : [.. error.Failures.Select(static failure => new Failure(failure.Core.X, failure.Core.Y, failure.Core.Core, failure.State?.ToString(), failure.Error?.Message)
        {
            RunTimeError = failure.Info is { State: CpuState.RunTimeException } info ? info.RunTimeError.ToString() : null,
            OutputTail = failure.OutputTail,
        })];

    /// <summary>A core that did not end well.</summary>
    internal sealed record Failure(int X, int Y, int Core, string? State, string? Error)
    {
        public string? RunTimeError { get; init; }

        public string? OutputTail { get; init; }
    }
}
