using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Asks a BMP for its software version.</summary>
/// <remarks>
/// <code>
/// reply  version information: the core is the board, y the frame, x the boot vector
/// </code>
/// Protocol: bmp.md, "Version".
/// </remarks>
public readonly struct BmpGetVersion : IScpRequest<VersionInfo>
{
    /// <summary>Makes a request to the BMP of a board.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public BmpGetVersion(int board)
    {
        BmpTarget.Check(board);
        Board = board;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Version;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out VersionInfo response, out PacketError error) =>
        VersionInfo.TryParse(reply.Payload, out response, out error);
}
