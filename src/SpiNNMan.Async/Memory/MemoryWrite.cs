using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A block of memory to be written, one of many.</summary>
/// <param name="Core">The core that writes: a chip's monitor, or an application core for its own local memory.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Data">The data. It must not change before it is written.</param>
/// <remarks>Protocol: scp.md, "Write".</remarks>
public readonly record struct MemoryWrite(CoreLocation Core, uint Address, ReadOnlyMemory<byte> Data);
