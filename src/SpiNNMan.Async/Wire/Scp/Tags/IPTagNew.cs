using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Sets a free tag of those that boards use for replies, and gets its number.</summary>
/// <remarks>
/// <code>
/// argument 1  use sender [30], strip [28], operation 0 [23:16]
/// argument 2  UDP port
/// argument 3  IP address, its first byte lowest
/// reply       the tag, 8 to 15; 255 if none is free, which is an error here
/// </code>
/// Not repeatable: each time it is done takes another tag. Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagNew : IScpRequest<byte>
{
    private const uint NoneFree = 255;
    private readonly ChipLocation _board;
    private readonly uint _host;
    private readonly ushort _port;
    private readonly bool _strip;
    private readonly bool _useSender;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="host">The IPv4 address to send to.</param>
    /// <param name="port">The UDP port to send to.</param>
    /// <param name="strip">Whether messages leave without padding and SDP header.</param>
    /// <param name="useSender">Whether to send to the address and port that this request comes from, as the board sees them, instead.</param>
    /// <exception cref="InvalidParameterException">The host is not an IPv4 address.</exception>
    public IPTagNew(ChipLocation board, IPAddress host, ushort port, bool strip, bool useSender = false)
    {
        _board = board;
        _host = AddressNumbers.FromIPAddress(host, nameof(host));
        _port = port;
        _strip = strip;
        _useSender = useSender;
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.New, 0, _strip, useSender: _useSender), _port, _host);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte response, out PacketError error)
    {
        bool parsed = reply.TryReadWord(0, nameof(IPTagNew), out uint tag, out error);
        response = (byte)tag;
        if (!parsed || tag < NoneFree)
            return parsed;

        error = PacketError.BadValue(nameof(IPTagNew), 0, $"the tag is {tag}: no tag was free");
        return false;
    }
}
