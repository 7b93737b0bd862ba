using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Sets an IP tag, by which messages of cores leave for a host.</summary>
/// <remarks>
/// <code>
/// argument 1  use sender [30], strip [28], operation 1 [23:16], tag [7:0]
/// argument 2  UDP port
/// argument 3  IP address, its first byte lowest
/// reply       the tag
/// </code>
/// A host of 0.0.0.0 stands for the sender of this request. Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagSet : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _board;
    private readonly uint _host;
    private readonly ushort _port;
    private readonly bool _strip;
    private readonly bool _useSender;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="tag">The tag: 0 to 7 are meant to be set; those up to 15 exist, and boards refuse others.</param>
    /// <param name="host">The IPv4 address to send to.</param>
    /// <param name="port">The UDP port to send to.</param>
    /// <param name="strip">Whether messages leave without padding and SDP header.</param>
    /// <param name="useSender">Whether to send to the address and port that this request comes from, as the board sees them, instead.</param>
    /// <exception cref="InvalidParameterException">The host is not an IPv4 address.</exception>
    public IPTagSet(ChipLocation board, byte tag, IPAddress host, ushort port, bool strip, bool useSender = false)
    {
        _board = board;
        Tag = tag;
        _host = AddressNumbers.FromIPAddress(host, nameof(host));
        _port = port;
        _strip = strip;
        _useSender = useSender;
    }

    /// <summary>The tag.</summary>
    public byte Tag { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.Set, Tag, _strip, useSender: _useSender), _port, _host);

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
