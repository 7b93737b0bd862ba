using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Something that happens on a chip at a time.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The core or link.</param>
/// <param name="Link">The link that a packet came by, for a packet to a core.</param>
/// <param name="Packet">The packet.</param>
/// <param name="Frame">The Ethernet frame or boot datagram.</param>
internal readonly record struct ChipEvent(ChipEventKind Kind, int Number = 0, int Link = 0, Packet Packet = default, byte[]? Frame = null);
