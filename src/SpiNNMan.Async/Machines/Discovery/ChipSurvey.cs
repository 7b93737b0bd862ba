using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The finding of a survey about one chip.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Summary">Its summary; <see langword="null"/> if it gave no valid answer.</param>
/// <param name="Error">Why there is no summary; <see langword="null"/> if there is one.</param>
public sealed record ChipSurvey(ChipLocation Chip, ChipSummaryInfo? Summary, SpinnakerException? Error);
