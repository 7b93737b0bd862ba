using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Reads the network settings of a BMP and of its board.</summary>
/// <remarks>
/// <code>
/// argument 1  4
/// reply       64 bytes, see <see cref="BmpNetworkAddresses"/>
/// </code>
/// Protocol: bmp.md, "Information".
/// </remarks>
public readonly struct ReadBmpNetworkAddresses : IScpRequest<BmpNetworkAddresses>
{
    /// <summary>Makes a request to the BMP of a board.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public ReadBmpNetworkAddresses(int board)
    {
        BmpTarget.Check(board);
        Board = board;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpInfo;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)BmpInfo.IPAddress);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out BmpNetworkAddresses response, out PacketError error) =>
        BmpNetworkAddresses.TryParse(reply.Payload, out response, out error);
}
