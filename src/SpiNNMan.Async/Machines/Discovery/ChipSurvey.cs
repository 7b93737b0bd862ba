using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>What a survey found out about one chip.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Summary">What it says about itself; <see langword="null"/> if it did not answer as it should.</param>
/// <param name="Error">Why there is no summary; <see langword="null"/> if there is one.</param>
public sealed record ChipSurvey(ChipLocation Chip, ChipSummaryInfo? Summary, SpinnakerException? Error);
