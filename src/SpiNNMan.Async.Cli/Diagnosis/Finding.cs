namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>What one step found.</summary>
/// <param name="Step">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Found">What was seen.</param>
/// <param name="Advice">What to do about it; none if there is nothing to do.</param>
internal sealed record Finding(string Step, Verdict Verdict, string Found, string? Advice = null);
