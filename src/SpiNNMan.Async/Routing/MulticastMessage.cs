namespace SpiNNMan.Async.Routing;

/// <summary>A multicast packet, as cores send them to each other: a spike, mostly.</summary>
/// <param name="Key">The routing key.</param>
/// <param name="Payload">A word that goes with it, or <see langword="null"/> for none.</param>
/// <remarks>It has no form of its own between hosts and boards; EIEIO messages carry keys and payloads. Protocol: eieio.md, "Multicast packets".</remarks>
internal readonly record struct MulticastMessage(uint Key, uint? Payload = null);
