using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Gets up to eight IP tags in a row.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 2 [23:16], first tag [7:0]
/// argument 2  the number of tags
/// reply       that many entries, see IPTagEntry
/// </code>
/// Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagGetRange : IScpRequest<IPTagEntries>
{
    private readonly ChipLocation _board;
    private readonly byte _tag;
    private readonly int _count;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="tag">The first tag, 0 to 15.</param>
    /// <param name="count">How many, 1 to 8, and none above tag 15.</param>
    /// <exception cref="InvalidParameterException">The tag or the count is out of range.</exception>
    public IPTagGetRange(ChipLocation board, byte tag, int count)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        InvalidParameterException.ThrowIfOutside(count, 1, Math.Min(MaxCount, IPTagEntry.MaxTag + 1 - tag), nameof(count));
        _board = board;
        _tag = tag;
        _count = count;
    }

    /// <summary>The most tags one reply can carry, 8.</summary>
    public static int MaxCount => IPTagEntries.MaxCount;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.Get, _tag), (uint)_count);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out IPTagEntries response, out PacketError error)
    {
        if (reply.HasPayload(_count * IPTagEntry.Size, nameof(IPTagGetRange), out error))
            return IPTagEntries.TryParse(reply.Payload, _count, out response, out error);

        response = default;
        return false;
    }
}
