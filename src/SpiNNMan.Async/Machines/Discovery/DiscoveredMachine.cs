using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>What came of discovering a machine.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Report">What was found amiss.</param>
/// <param name="Boards">The connections that were opened to other boards than the root; whoever asked owns them.</param>
internal sealed record DiscoveredMachine(Machine Machine, DiscoveryReport Report, IReadOnlyList<ScampConnection> Boards);
