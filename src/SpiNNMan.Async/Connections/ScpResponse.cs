using System.Net;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <summary>A reply received by a caller that sent the request itself.</summary>
/// <param name="Result">The result, whatever it is: results other than <see cref="ScpResult.Ok"/> are not errors here.</param>
/// <param name="Sequence">The sequence number of the request it answers.</param>
/// <param name="Datagram">The whole datagram, the receiver's own.</param>
/// <param name="RemoteEndPoint">Who sent it.</param>
public readonly record struct ScpResponse(ScpResult Result, ushort Sequence, ReadOnlyMemory<byte> Datagram, IPEndPoint RemoteEndPoint)
{
    /// <summary>Where in the datagram the SDP header starts: after the padding.</summary>
    public const int Offset = SdpMessage.PadSize;

    /// <summary>What the reply carries.</summary>
    public ReadOnlyMemory<byte> Payload => Datagram[(Offset + ScpReply.HeaderSize)..];
}
