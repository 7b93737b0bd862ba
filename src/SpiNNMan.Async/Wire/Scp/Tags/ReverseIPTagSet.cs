using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Sets a reverse IP tag, by which datagrams from a host come to a core.</summary>
/// <remarks>
/// <code>
/// argument 1  reverse [29] and strip [28] set, operation 1 [23:16], SDP port [15:13], core [12:8], tag [7:0]
/// argument 2  x [31:24], y [23:16], UDP port [15:0]
/// reply       the tag
/// </code>
/// A datagram of the host is delivered whole, as the data of one SDP message. Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct ReverseIPTagSet : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _board;
    private readonly SdpEndpoint _destination;
    private readonly ushort _port;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="tag">The tag: 0 to 7 are meant to be set; those up to 15 exist, and boards refuse others.</param>
    /// <param name="port">The UDP port the board listens on; not 17893.</param>
    /// <param name="destination">The core that gets the data: its core 0 to 31, and SDP port 0 to 7.</param>
    /// <exception cref="InvalidParameterException">The core or port of the destination is out of range.</exception>
    public ReverseIPTagSet(ChipLocation board, byte tag, ushort port, SdpEndpoint destination)
    {
        InvalidParameterException.ThrowIfOutside(destination.Core, 0, 31, nameof(destination));
        InvalidParameterException.ThrowIfOutside(destination.Port, 0, 7, nameof(destination));
        _board = board;
        Tag = tag;
        _port = port;
        _destination = destination;
    }

    /// <summary>The tag.</summary>
    public byte Tag { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        IPTagWords.First(IPTagOperation.Set, Tag, strip: true, reverse: true) | ((uint)_destination.PortAndCore << 8),
        ((uint)_destination.Chip.X << 24) | ((uint)_destination.Chip.Y << 16) | _port);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
