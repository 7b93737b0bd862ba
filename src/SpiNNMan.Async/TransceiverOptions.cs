using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async;

/// <summary>How a machine is opened and talked to; immutable, change it with <c>with</c>.</summary>
public sealed record TransceiverOptions
{
    /// <summary>How the connections to boards behave: their network, clock, window and timeouts. Everything else takes network and clock from here.</summary>
    public ScampConnectionOptions Connection { get; init; } = new();

    /// <summary>Where commands for the board with an address go. The default is port 17893 of that address.</summary>
    /// <remarks>For boards behind a proxy or an address translation, and for virtual machines on ports of the system's choice.</remarks>
    public Func<IPAddress, IPEndPoint> BoardEndPoint { get; init; } = static address => new IPEndPoint(address, ScpMessage.Port);
}
