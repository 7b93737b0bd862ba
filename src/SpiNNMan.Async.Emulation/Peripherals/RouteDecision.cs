namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>Where a router sends a packet.</summary>
/// <param name="Links">The links, as bits.</param>
/// <param name="Cores">The physical cores, as bits.</param>
/// <param name="SecondSide">The link by which it goes on around one that is blocked elsewhere, as a bit.</param>
/// <param name="IsDefault">Whether it goes straight on because no entry matches.</param>
/// <param name="IsAnswered">Whether the router took it for itself, and there is nothing to send.</param>
/// <param name="Answer">What the router answers in its place.</param>
internal readonly record struct RouteDecision(uint Links, uint Cores, uint SecondSide = 0, bool IsDefault = false, bool IsAnswered = false, Packet? Answer = null);
