using System.Net;

namespace SpiNNMan.Async.Connections;

/// <summary>A datagram and who sent it.</summary>
/// <param name="Data">The bytes; the receiver's own.</param>
/// <param name="RemoteEndPoint">The sender.</param>
public readonly record struct ReceivedDatagram(ReadOnlyMemory<byte> Data, IPEndPoint RemoteEndPoint);
