using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Chips;

/// <summary>Switches LEDs of a chip.</summary>
/// <remarks>
/// <code>
/// argument 1  two bits for each LED, LED 0 lowest: 0 leave, 1 toggle, 2 off, 3 on
/// </code>
/// May be repeated unless an LED is toggled. Protocol: scp.md, "LEDs".
/// </remarks>
public readonly struct SetLed : IScpRequest<Acknowledgement>
{
    private const int LedCount = 16;
    private const uint LowBits = 0x5555_5555;
    private readonly CoreLocation _core;
    private readonly uint _actions;

    /// <summary>Makes a request for one LED.</summary>
    /// <param name="core">The core that does it, in general a monitor.</param>
    /// <param name="led">The LED, 0 to 15; chips have fewer.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="InvalidParameterException">The LED is out of range, or the action unknown.</exception>
    public SetLed(CoreLocation core, int led, LedAction action)
        : this(core, [(led, action)])
    {
    }

    /// <summary>Makes a request for some LEDs.</summary>
    /// <param name="core">The core that does it, in general a monitor.</param>
    /// <param name="leds">The LEDs, 0 to 15, and the action for each. If one is given twice, the last counts.</param>
    /// <exception cref="InvalidParameterException">An LED is out of range, or an action unknown.</exception>
    public SetLed(CoreLocation core, ReadOnlySpan<(int Led, LedAction Action)> leds)
    {
        _core = core;
        foreach ((int led, LedAction action) in leds)
        {
            InvalidParameterException.ThrowIfOutside(led, 0, LedCount - 1, nameof(leds));
            if (action is not (LedAction.Toggle or LedAction.Off or LedAction.On))
                throw new InvalidParameterException(nameof(leds), action, "an action must be toggle (1), off (2) or on (3)");

            _actions = (_actions & ~(3u << (2 * led))) | ((uint)action << (2 * led));
        }
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Led;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(_actions);

    /// <inheritdoc/>
    public Repeatability Repeatability => (_actions & ~(_actions >> 1) & LowBits) == 0 ? Repeatability.Repeatable : Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
