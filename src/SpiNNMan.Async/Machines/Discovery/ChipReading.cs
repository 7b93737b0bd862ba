using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The answers of a chip when a machine was discovered.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Summary">Its summary; <see langword="null"/> if it gave no valid answer.</param>
/// <param name="CoreMap">The physical numbers of its virtual cores; <see langword="null"/> if they are not known.</param>
/// <param name="Error">Why there is no summary.</param>
internal readonly record struct ChipReading(ChipLocation Chip, ChipSummaryInfo? Summary, CoreMap? CoreMap, SpinnakerException? Error);
