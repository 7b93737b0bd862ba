using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Sets how long the tags that a board makes for replies live.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 4 [23:16]
/// argument 2  code of the time-out
/// reply       see IPTagPoolInfo; it has the time-out before the change
/// </code>
/// The reply to a repeated request may have the new time-out. Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagSetTimeout : IScpRequest<IPTagPoolInfo>
{
    private const byte MaxCode = 15;
    private readonly ChipLocation _board;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tag.</param>
    /// <param name="timeout">How long, <see cref="IPTagTimeout.Milliseconds10"/> or more; codes up to 15 are taken.</param>
    /// <exception cref="InvalidParameterException">The code is 0 or above 15.</exception>
    public IPTagSetTimeout(ChipLocation board, IPTagTimeout timeout)
    {
        InvalidParameterException.ThrowIfOutside((byte)timeout, 1, MaxCode, nameof(timeout));
        _board = board;
        Timeout = timeout;
    }

    /// <summary>How long.</summary>
    public IPTagTimeout Timeout { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.Timeout, 0), (uint)Timeout);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out IPTagPoolInfo response, out PacketError error) =>
        IPTagPoolInfo.TryParse(reply.Payload, out response, out error);
}
