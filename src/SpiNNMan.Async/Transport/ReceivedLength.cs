using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>How much of a buffer a received datagram filled, and who sent it.</summary>
/// <param name="Length">The length of the datagram; 0 is an empty datagram, and no end. A datagram longer than the
/// buffer is cut without notice, so a buffer should be a byte longer than the longest expected datagram.</param>
/// <param name="RemoteEndPoint">The sender.</param>
public readonly record struct ReceivedLength(int Length, IPEndPoint RemoteEndPoint);
