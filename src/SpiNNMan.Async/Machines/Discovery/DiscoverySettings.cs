using System.Net;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The settings of discovery besides the connection to the first board.</summary>
/// <param name="Options">How the model is made.</param>
/// <param name="Connection">How connections to other boards behave.</param>
/// <param name="BoardEndPoint">Where commands for the board with an address go.</param>
/// <param name="Known">Connections to other boards that are open already; then no others are opened.</param>
internal sealed record DiscoverySettings(
    DiscoveryOptions Options, ScampConnectionOptions Connection, Func<IPAddress, IPEndPoint> BoardEndPoint, IReadOnlyList<ScampConnection>? Known = null);
