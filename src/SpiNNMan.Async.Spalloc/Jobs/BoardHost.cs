using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A board of a job that can be reached.</summary>
/// <param name="Chip">The chip with its Ethernet, in the job's own coordinates.</param>
/// <param name="Host">Its name or address.</param>
public sealed record BoardHost(ChipLocation Chip, string Host);
