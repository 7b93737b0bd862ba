using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>How much of a buffer a received datagram filled, and who sent it.</summary>
/// <param name="Length">The bytes of the buffer that are the datagram's; 0 is an empty datagram, not an end.</param>
/// <param name="RemoteEndPoint">The sender.</param>
/// <param name="IsTruncated">Whether the datagram was longer than the buffer, so that its end is lost.</param>
public readonly record struct ReceivedLength(int Length, IPEndPoint RemoteEndPoint, bool IsTruncated);
