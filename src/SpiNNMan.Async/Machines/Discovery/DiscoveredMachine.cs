using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The result of discovering a machine.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Report">The faults that were found.</param>
/// <param name="Boards">The connections to other boards than the root. The caller owns them.</param>
internal sealed record DiscoveredMachine(Machine Machine, DiscoveryReport Report, IReadOnlyList<ScampConnection> Boards);
