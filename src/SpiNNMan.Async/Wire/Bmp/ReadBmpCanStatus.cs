using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Reads which boards of the frame a BMP hears on the CAN bus.</summary>
/// <remarks>
/// <code>
/// argument 1  2
/// reply       24 bytes, one for each place on the bus: 0 for a silent one
/// </code>
/// Protocol: bmp.md, "Information".
/// </remarks>
public readonly struct ReadBmpCanStatus : IScpBytesRequest
{
    /// <summary>Makes a request to the BMP of a board.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public ReadBmpCanStatus(int board)
    {
        BmpTarget.Check(board);
        Board = board;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public int ResponseSize => BoardSet.MaxBoards;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpInfo;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)BmpInfo.CanStatus);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte[] response, out PacketError error) =>
        reply.TryReadBytes(BoardSet.MaxBoards, nameof(ReadBmpCanStatus), out response, out error);
}
