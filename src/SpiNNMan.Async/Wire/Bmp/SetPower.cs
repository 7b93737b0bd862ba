using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Switches boards on or off.</summary>
/// <remarks>
/// <code>
/// argument 1  bits 31:16 delay in ms between boards, bits 15:0 the command: 0 off, 1 on
/// argument 2  the boards, a bit each
/// reply       nothing
/// </code>
/// Switching on includes loading the FPGAs: the reply comes when the board that was asked has done so, up to seconds later. Protocol: bmp.md, "Power".
/// </remarks>
public readonly struct SetPower : IScpRequest<Acknowledgement>, IStaggeredRequest
{
    /// <summary>The longest delay, 65.535 seconds.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(ushort.MaxValue);

    private readonly BoardSet _boards;
    private readonly BoardDelay _delay;
    private readonly byte _sendTo;

    /// <summary>Makes a request that switches <paramref name="boards"/>.</summary>
    /// <param name="command">On or off.</param>
    /// <param name="boards">The boards of the frame to switch.</param>
    /// <param name="delay">Each board waits its number times this long before it switches, so that they do not draw power all at
    /// once; zero to 65.535 seconds, whole milliseconds count. The default is zero.</param>
    /// <param name="sendTo">The board the request is sent to, 0 to 31; frames have 0 to 23. The default, 0, is the only one that manages power in many frames.</param>
    /// <exception cref="InvalidParameterException">The command is unknown, no board is given, or the delay or the board is out of range.</exception>
    public SetPower(PowerCommand command, BoardSet boards, TimeSpan delay = default, int sendTo = 0)
    {
        if (command is not (PowerCommand.PowerOff or PowerCommand.PowerOn))
            throw new InvalidParameterException(nameof(command), command, "it must be off (0) or on (1)");

        BmpTarget.Check(boards);
        BmpTarget.Check(sendTo, nameof(sendTo));
        Power = command;
        _boards = boards;
        _delay = BoardDelay.Of(delay);
        _sendTo = (byte)sendTo;
    }

    /// <summary>On or off.</summary>
    public PowerCommand Power { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpPower;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(_sendTo);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(((uint)_delay.Milliseconds << 16) | (uint)Power, _boards.Mask);

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
