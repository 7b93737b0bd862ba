using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>A datagram whose kind is known.</summary>
/// <param name="Datagram">The datagram.</param>
/// <param name="Kind">The kind.</param>
/// <param name="IsToMachine">Whether it goes to a machine.</param>
internal sealed record ReadDatagram(CapturedDatagram Datagram, DatagramKind Kind, bool IsToMachine)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Datagram.Data.Span;

    /// <summary>The end that is a machine, or the receiver of what is between hosts.</summary>
    public IPEndPoint Machine => IsToMachine ? Datagram.To : Datagram.From;

    /// <summary>The other end.</summary>
    public IPEndPoint Host => IsToMachine ? Datagram.From : Datagram.To;

    /// <summary>Whether it has the header of SDP.</summary>
    public bool HasHeader => Kind is DatagramKind.Request or DatagramKind.Reply or DatagramKind.Message or DatagramKind.Text;

    /// <summary>Its header.</summary>
    public SdpHeader Header => SdpHeader.ReadUnchecked(Bytes[SdpMessage.PadSize..]);

    /// <summary>The core that it comes from or goes to.</summary>
    public SdpEndpoint Core => IsToMachine ? Header.Destination : Header.Source;

    /// <summary>The command of a request, or the result of a reply.</summary>
    public ushort Code => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[ScpMessage.CommandOffset..]);

    /// <summary>The sequence number of a request or a reply.</summary>
    public ushort Sequence => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[ScpMessage.SequenceOffset..]);
}
