using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Gets an IP tag.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 2 [23:16], tag [7:0]
/// argument 2  1, the number of tags
/// reply       see IPTagEntry
/// </code>
/// Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagGet : IScpRequest<IPTagEntry>
{
    private readonly ChipLocation _board;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="tag">The tag; boards have 0 to 15 and refuse others.</param>
    public IPTagGet(ChipLocation board, byte tag)
    {
        _board = board;
        Tag = tag;
    }

    /// <summary>The tag.</summary>
    public byte Tag { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.Get, Tag), 1);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out IPTagEntry response, out PacketError error) =>
        IPTagEntry.TryParse(reply.Payload, out response, out error);
}
