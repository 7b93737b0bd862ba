using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A packet for a core that something outside of the emulation acts.</summary>
/// <param name="Core">The physical number of the core.</param>
/// <param name="Packet">The packet.</param>
internal readonly record struct HostPacket(int Core, Packet Packet);
