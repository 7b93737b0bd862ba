using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>How much of a buffer a received datagram filled, and who sent it.</summary>
/// <param name="Length">The bytes of the buffer that are the datagram's; 0 is an empty datagram, not an end. A datagram longer than the
/// buffer is cut without notice, so a buffer should be a byte longer than what is expected at most.</param>
/// <param name="RemoteEndPoint">The sender.</param>
public readonly record struct ReceivedLength(int Length, IPEndPoint RemoteEndPoint);
