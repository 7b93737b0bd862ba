using System.Net;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>A part of the machine that takes datagrams.</summary>
internal interface IDevice
{
    /// <summary>Takes a datagram that came to one of the device's ports. It is called on the kernel, one call at a time.</summary>
    void Receive(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender);
}
