using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Asks how many IP tags a board has and how long those for replies live.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 4 [23:16]
/// argument 2  255: the time-out stays as it is
/// reply       see IPTagPoolInfo
/// </code>
/// Protocol: scp.md, "IP tags".
/// </remarks>
public readonly struct IPTagGetInfo : IScpRequest<IPTagPoolInfo>
{
    private const uint Unchanged = 255;
    private readonly ChipLocation _board;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip whose Ethernet has the tags.</param>
    public IPTagGetInfo(ChipLocation board) => _board = board;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.IPTag;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IPTagWords.First(IPTagOperation.Timeout, 0), Unchanged);

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
