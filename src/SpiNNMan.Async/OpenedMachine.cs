using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async;

/// <summary>All that a transceiver is made of.</summary>
/// <param name="Version">The software of the monitors.</param>
/// <param name="Connections">The machine and the connections to its boards.</param>
/// <param name="Report">The faults that discovery found.</param>
/// <param name="Boards">The boards' BMPs, if there are any.</param>
internal sealed record OpenedMachine(VersionInfo Version, MachineConnections Connections, DiscoveryReport Report, BmpController? Boards);
