using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Reads the voltages, temperatures and fan speeds of a board.</summary>
/// <remarks>
/// <code>
/// argument 1  3
/// reply       48 bytes, see <see cref="AdcInfo"/>
/// </code>
/// Protocol: bmp.md, "Board status".
/// </remarks>
public readonly struct ReadAdc : IScpRequest<AdcInfo>
{
    /// <summary>Makes a request for the status of a board.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public ReadAdc(int board)
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
    public ScpArguments Arguments => new((uint)BmpInfo.Adc);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out AdcInfo response, out PacketError error) =>
        AdcInfo.TryParse(reply.Payload, out response, out error);
}
