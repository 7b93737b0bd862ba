using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>A block of memory to be read by a stream, one of many.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Destination">Where the bytes go, and how many are read.</param>
public readonly record struct StreamedRead(ChipLocation Chip, uint Address, Memory<byte> Destination);
