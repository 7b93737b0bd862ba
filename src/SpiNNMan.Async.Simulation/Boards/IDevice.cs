using System.Net;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Something that takes datagrams.</summary>
internal interface IDevice
{
    /// <summary>Takes a datagram that came to one of the device's ports. Called inside the serial world.</summary>
    void Receive(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender);
}
