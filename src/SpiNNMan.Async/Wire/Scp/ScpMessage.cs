using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>Writes requests as the datagrams that go to port 17893.</summary>
/// <remarks>
/// <code>
///  0  2    padding, zero
///  2  8    SDP header
/// 10  u16  command
/// 12  u16  sequence number
/// 14  u32  argument 1      18  u32  argument 2      22  u32  argument 3
/// 26  ..   data, 0 to 256 bytes
/// </code>
/// Protocol: scp.md, "Request".
/// </remarks>
public static class ScpMessage
{
    /// <summary>The UDP port of monitors and BMPs, 17893.</summary>
    public const int Port = 17893;

    /// <summary>The most data one command or reply carries, in bytes.</summary>
    public const int MaxDataSize = 256;

    /// <summary>Where the command stands in a datagram; the result stands there in a reply.</summary>
    public const int CommandOffset = SdpMessage.PadSize + SdpHeader.Size;

    /// <summary>Where the sequence number stands in a datagram.</summary>
    public const int SequenceOffset = CommandOffset + 2;

    /// <summary>The length in bytes of a request's datagram without its data.</summary>
    public const int OverheadSize = CommandOffset + 4 + ScpArguments.Size;

    /// <summary>The length of the longest datagram a board takes, in bytes: 282.</summary>
    public const int MaxDatagramSize = OverheadSize + MaxDataSize;

    /// <summary>The length in bytes of the datagram that carries <paramref name="request"/>.</summary>
    public static int GetDatagramSize<TRequest>(in TRequest request)
        where TRequest : IScpRequest
        => OverheadSize + request.Data.Length;

    /// <summary>Writes a request as a datagram.</summary>
    /// <param name="destination">Where to write, at least <see cref="GetDatagramSize"/> bytes.</param>
    /// <param name="request">The request. It is not changed.</param>
    /// <param name="sequence">The sequence number, which the reply carries too.</param>
    /// <param name="source">The chip whose Ethernet should send the reply out; <see cref="ChipLocation.Root"/> until it is known.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="InvalidParameterException">The request carries more than <see cref="MaxDataSize"/> bytes, or goes to a core or
    /// port that the header cannot name.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int WriteDatagram<TRequest>(Span<byte> destination, in TRequest request, ushort sequence, ChipLocation source)
        where TRequest : IScpRequest
    {
        ReadOnlySpan<byte> data = request.Data;
        if (data.Length > MaxDataSize)
            throw new InvalidParameterException(nameof(IScpRequest.Data), data.Length, $"a command carries at most {MaxDataSize} bytes");

        SdpEndpoint to = request.Destination;
        InvalidParameterException.ThrowIfOutside(to.Core, 0, SdpEndpoint.MaxCore, nameof(SdpEndpoint.Core));
        InvalidParameterException.ThrowIfOutside(to.Port, 0, SdpEndpoint.MaxPort, nameof(SdpEndpoint.Port));

        int size = OverheadSize + data.Length;
        if (destination.Length < size)
            throw new ArgumentException($"The request takes {size} bytes, {destination.Length} are there.", nameof(destination));

        destination[..SdpMessage.PadSize].Clear();
        new SdpHeader(SdpFlags.ReplyExpected, SdpHeader.NoTag, to, SdpEndpoint.Host(source)).Write(destination[SdpMessage.PadSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[CommandOffset..], (ushort)request.Command);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[SequenceOffset..], sequence);
        request.Arguments.Write(destination[(SequenceOffset + 2)..]);
        data.CopyTo(destination[OverheadSize..]);
        return size;
    }
}
