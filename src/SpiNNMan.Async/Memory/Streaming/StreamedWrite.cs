using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>A block of memory to be written by a stream, one of many.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Data">The data. It must not change before it is written.</param>
public readonly record struct StreamedWrite(ChipLocation Chip, uint Address, ReadOnlyMemory<byte> Data);
