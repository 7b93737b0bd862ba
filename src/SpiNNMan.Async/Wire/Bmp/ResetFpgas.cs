using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Drives the reset line of a board's FPGAs.</summary>
/// <remarks>
/// <code>
/// argument 1  2: reset
/// argument 2  0 low, 1 high, 2 pulse
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "FPGA reset".
/// </remarks>
public readonly struct ResetFpgas : IScpRequest<Acknowledgement>
{
    private const uint ResetOperation = 2;

    /// <summary>Makes a request that drives the reset line.</summary>
    /// <param name="level">The level of the line.</param>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The level is unknown, or the board out of range.</exception>
    public ResetFpgas(FpgaResetLevel level, int board)
    {
        InvalidParameterException.ThrowIfOutside((int)level, 0, (int)FpgaResetLevel.Pulse, nameof(level));
        BmpTarget.Check(board);
        Level = level;
        Board = board;
    }

    /// <summary>The level of the line.</summary>
    public FpgaResetLevel Level { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpXilinx;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(ResetOperation, (uint)Level);

    /// <inheritdoc/>
    public Repeatability Repeatability => Level == FpgaResetLevel.Pulse ? Repeatability.NotRepeatable : Repeatability.Repeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
