using SpiNNMan.Async.Profiling;

namespace SpiNNMan.Async.Cli.Profiling;

/// <summary>The samples of a core, as JSON.</summary>
/// <param name="X">The column of its chip.</param>
/// <param name="Y">The row of its chip.</param>
/// <param name="Core">Its number.</param>
/// <param name="SampleCount">How many samples there are.</param>
/// <param name="LoadRate">The part of the time in which it did not sleep.</param>
/// <param name="BusyMailboxes">How often it was not asked, since its mailbox was in use.</param>
/// <param name="UnansweredQuestions">How often it did not answer in time.</param>
/// <param name="Functions">Its functions.</param>
internal sealed record ProfileResult(int X, int Y, int Core, long SampleCount, double LoadRate, long BusyMailboxes, long UnansweredQuestions, IReadOnlyList<FunctionResult> Functions)
{
    public static ProfileResult Of(CoreProfile profile, ProfileText text) => new(
        profile.Core.X, profile.Core.Y, profile.Core.Core, profile.SampleCount, profile.Load, profile.Busy, profile.Unanswered, text.FunctionsOf([profile]));
}
