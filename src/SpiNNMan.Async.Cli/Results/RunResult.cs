using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The result of running an application, as JSON.</summary>
/// <param name="ApplicationId">The identifier that the application had.</param>
/// <param name="CoreCount">The number of its cores.</param>
/// <param name="Outcome"><c>finished</c>, <c>failed</c>, <c>timedOut</c> or <c>silent</c>.</param>
/// <param name="LoadSeconds">How long the loading took, in seconds.</param>
/// <param name="RunSeconds">How long the application ran, in seconds.</param>
/// <param name="Output">The text that the cores printed.</param>
/// <param name="Failures">The cores that did not end well.</param>
internal sealed record RunResult(
    int ApplicationId, int CoreCount, string Outcome, double LoadSeconds, double RunSeconds, IReadOnlyList<IobufResult> Output, IReadOnlyList<RunResult.Failure> Failures)
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
        : [.. error.Failures.Select(static failure => new Failure(failure.Core.X, failure.Core.Y, failure.Core.Core, failure.State is { } state ? JsonNames.Of(state) : null, failure.Error?.Message)
        {
            RunTimeError = failure.Info is { State: CoreState.RunTimeException } info ? JsonNames.Of(info.RunTimeError) : null,
            OutputTail = failure.OutputTail,
        })];

    /// <summary>A core that did not end well.</summary>
    internal sealed record Failure(int X, int Y, int Core, string? State, string? Message)
    {
        public string? RunTimeError { get; init; }

        public string? OutputTail { get; init; }

        /// <summary>Where the core is in its program, if that was read.</summary>
        public IReadOnlyList<CodePlaceResult>? Places { get; init; }

        /// <summary>Why the stack of the core is not among the places.</summary>
        public string? StackProblem { get; init; }
    }
}
