using System.Net;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The network side of a device. Ports are those the device knows; where they are in the host's network is not its business.</summary>
internal interface IDeviceWire
{
    /// <summary>Sends a datagram from one of the device's ports; it may get lost.</summary>
    /// <param name="fromPort">The port.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="arrived">What is done each time that it comes out of the network of the machine; nothing by default.</param>
    void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination, Action? arrived = null);

    /// <summary>What goes wrong on the device's own network; <see langword="null"/> if it shares that of the machine.</summary>
    FaultOptions? Faults { get; }

    /// <summary>Gives the device a network of its own, on which this goes wrong, or with <see langword="null"/> that of the machine again.</summary>
    /// <param name="faults">What goes wrong.</param>
    /// <param name="seed">What it is drawn from.</param>
    void SetFaults(FaultOptions? faults, ulong seed);

    /// <summary>Says which ports the device listens on from now on, besides those that it always has.</summary>
    void Listen(IReadOnlySet<ushort> ports);
}
