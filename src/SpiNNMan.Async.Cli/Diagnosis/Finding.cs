namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>The finding of a step of a diagnosis.</summary>
/// <param name="Step">The name of the step.</param>
/// <param name="Verdict">Whether there is a problem.</param>
/// <param name="Found">The finding, as text.</param>
/// <param name="Advice">The advice to the user; <see langword="null"/> if there is nothing to do.</param>
internal sealed record Finding(string Step, Verdict Verdict, string Found, string? Advice = null);
