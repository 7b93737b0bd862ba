using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>What a chip told when a machine was discovered.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Summary">What it has; <see langword="null"/> if it did not answer as it should.</param>
/// <param name="CoreMap">Which physical cores its virtual ones are; <see langword="null"/> if that is not known.</param>
/// <param name="Error">Why there is no summary.</param>
internal readonly record struct ChipReading(ChipLocation Chip, ChipSummaryInfo? Summary, CoreMap? CoreMap, SpinnakerException? Error);
