using System.Net;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The network side of a device. Ports are the numbers that the device knows. Their numbers in the host's network can be different.</summary>
internal interface IDeviceWire
{
    /// <summary>Sends a datagram from one of the device's ports. The datagram may get lost.</summary>
    /// <param name="fromPort">The port.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="arrived">Called each time that the datagram leaves the machine's network. The default is nothing.</param>
    void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination, Action? arrived = null);

    /// <summary>The faults of the device's own network; <see langword="null"/> if it shares the machine's network.</summary>
    FaultOptions? Faults { get; }

    /// <summary>Gives the device a network of its own with these faults, or the network of the machine again.</summary>
    /// <param name="faults">The faults; <see langword="null"/> for the machine's network.</param>
    /// <param name="seed">The seed of the random faults.</param>
    void SetFaults(FaultOptions? faults, ulong seed);

    /// <summary>Sets the ports that the device listens on from now on, besides those on which it always listens.</summary>
    void Listen(IReadOnlySet<ushort> ports);
}
