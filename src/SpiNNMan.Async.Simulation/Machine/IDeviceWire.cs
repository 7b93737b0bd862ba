using System.Net;

namespace SpiNNMan.Async.Simulation.Machine;

/// <summary>The network side of a device. Ports are those the device knows; where they are in the host's network is not its business.</summary>
internal interface IDeviceWire
{
    /// <summary>Sends a datagram from one of the device's ports; it may get lost.</summary>
    void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination);

    /// <summary>Says which ports the device listens on from now on, besides those that it always has.</summary>
    void Listen(IReadOnlySet<ushort> ports);
}
