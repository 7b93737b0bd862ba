namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>What a step of a diagnosis found.</summary>
/// <param name="Step">The name of the step.</param>
/// <param name="Verdict">Whether there is a problem.</param>
/// <param name="Found">What the step found, as text.</param>
/// <param name="Advice">What the user can do about it; <see langword="null"/> if there is nothing to do.</param>
internal sealed record Finding(string Step, Verdict Verdict, string Found, string? Advice = null);
