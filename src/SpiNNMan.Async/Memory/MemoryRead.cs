using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A block of memory to be read, one of many.</summary>
/// <param name="Core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Destination">Where the bytes go, and how many are read.</param>
/// <remarks>Protocol: scp.md, "Read".</remarks>
public readonly record struct MemoryRead(CoreLocation Core, uint Address, Memory<byte> Destination);
