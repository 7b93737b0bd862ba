namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The destinations of a packet in a router.</summary>
/// <param name="Links">The links, as bits.</param>
/// <param name="Cores">The physical cores, as bits.</param>
/// <param name="SecondSide">The link of the second side of an emergency route, as a bit.</param>
/// <param name="IsDefault">Whether it goes straight on because no entry matches.</param>
/// <param name="IsAnswered">Whether the router itself took the packet, and sends nothing.</param>
/// <param name="Answer">The router's answer in place of the packet.</param>
internal readonly record struct RouteDecision(uint Links, uint Cores, uint SecondSide = 0, bool IsDefault = false, bool IsAnswered = false, Packet? Answer = null);
