using System.Net;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <summary>A reply received by a caller that sent the request itself.</summary>
/// <param name="Result">The result. Results other than <see cref="ScpResult.Ok"/> are no errors here.</param>
/// <param name="Sequence">The sequence number of the request it answers.</param>
/// <param name="Datagram">The whole datagram, the receiver's own.</param>
/// <param name="RemoteEndPoint">Who sent it.</param>
public readonly record struct ScpResponse(ScpResult Result, ushort Sequence, ReadOnlyMemory<byte> Datagram, IPEndPoint RemoteEndPoint)
{
    /// <summary>Where in the datagram the SDP header starts: after the padding.</summary>
    public const int Offset = SdpMessage.PadSize;

    /// <summary>The data of the reply.</summary>
    public ReadOnlyMemory<byte> Payload => Datagram[(Offset + ScpReply.HeaderSize)..];
}
