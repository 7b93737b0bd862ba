using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Bytes that went by SCP, though a stream was asked for.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Reason">Why.</param>
public sealed record StreamingFallback(ChipLocation Chip, long Bytes, string Reason);
