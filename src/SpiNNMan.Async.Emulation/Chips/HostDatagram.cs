using System.Net;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A datagram between a host and a chip with Ethernet.</summary>
/// <param name="Time">When it was at the chip, or left it.</param>
/// <param name="Chip">The index of the chip in its machine.</param>
/// <param name="Host">The host.</param>
/// <param name="ChipPort">The port of the chip.</param>
/// <param name="Payload">The content.</param>
internal sealed record HostDatagram(long Time, int Chip, IPEndPoint Host, int ChipPort, ReadOnlyMemory<byte> Payload);
