using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Testing;

/// <summary>One request to read or to write memory: at most 256 bytes of a transfer.</summary>
/// <param name="Request">The request.</param>
/// <param name="Core">The core whose view of the memory is meant: core 0 for the monitor of a chip.</param>
/// <param name="Address">The address of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
/// <remarks>Protocol: scp.md, "Read".</remarks>
public sealed record ReceivedTransfer(ReceivedRequest Request, CoreLocation Core, uint Address, int Length);
