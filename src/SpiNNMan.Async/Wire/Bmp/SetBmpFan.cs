using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Sets the pulses that drive the fan of a board.</summary>
/// <remarks>
/// <code>
/// argument 1  period, in ticks of the BMP's timer
/// argument 2  width of the pulse in it
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "Fan".
/// </remarks>
public readonly struct SetBmpFan : IScpRequest<Acknowledgement>
{
    /// <summary>Makes a request that sets the fan's speed.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="period">How long a period is.</param>
    /// <param name="width">How long the pulse in it is; no longer than the period.</param>
    /// <exception cref="InvalidParameterException">The board is out of range, or the width longer than the period.</exception>
    public SetBmpFan(int board, uint period, uint width)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(width, 0, period, nameof(width));
        Board = board;
        Period = period;
        Width = width;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <summary>The period.</summary>
    public uint Period { get; }

    /// <summary>The width of the pulse.</summary>
    public uint Width { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpPwm;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Period, Width);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
