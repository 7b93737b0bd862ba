using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Resets boards: their chips go back to the boot ROM.</summary>
/// <remarks>
/// <code>
/// argument 1  bits 31:16 delay in ms between boards, bit 2 the FPGAs as well, bits 1:0 0 release, 1 assert, 2 pulse
/// argument 2  the boards, a bit each
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "Reset".
/// </remarks>
public readonly struct BmpReset : IScpRequest<Acknowledgement>, IStaggeredRequest
{
    private readonly BoardSet _boards;
    private readonly BoardDelay _delay;

    /// <summary>Makes a request that resets <paramref name="boards"/>.</summary>
    /// <param name="action">The action of the reset line.</param>
    /// <param name="boards">The boards; the request is sent to the lowest.</param>
    /// <param name="includeFpgas">Whether the FPGAs are reset as well. The default is not.</param>
    /// <param name="delay">Each board waits its number times this long; zero to 65.535 seconds, whole milliseconds count. The default is zero.</param>
    /// <exception cref="InvalidParameterException">The action is unknown, no board is given, or the delay is out of range.</exception>
    public BmpReset(BmpResetAction action, BoardSet boards, bool includeFpgas = false, TimeSpan delay = default)
    {
        InvalidParameterException.ThrowIfOutside((int)action, 0, (int)BmpResetAction.Pulse, nameof(action));
        BmpTarget.Check(boards);
        Action = action;
        IncludesFpgas = includeFpgas;
        _boards = boards;
        _delay = BoardDelay.Of(delay);
    }

    /// <summary>The action of the reset line.</summary>
    public BmpResetAction Action { get; }

    /// <summary>Whether the FPGAs are reset as well.</summary>
    public bool IncludesFpgas { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpReset;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(_boards.First);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(((uint)_delay.Milliseconds << 16) | (IncludesFpgas ? 4u : 0) | (uint)Action, _boards.Mask);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Powering;

    TimeSpan IStaggeredRequest.LastStart => LastStart;

    /// <summary>How long the last board waits before it switches.</summary>
    internal TimeSpan LastStart => _delay.LastOf(_boards);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
