using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Switches LEDs of boards.</summary>
/// <remarks>
/// <code>
/// argument 1  two bits for each LED, LED 0 lowest: 0 leave, 1 toggle, 2 off, 3 on
/// argument 2  the boards, a bit each
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "LEDs".
/// </remarks>
public readonly struct BmpSetLed : IScpRequest<Acknowledgement>
{
    /// <summary>How many LEDs a board has for its BMP; they are numbered from 0.</summary>
    public const int LedCount = 8;

    // Two bits each in a word.
    private const int MaxLed = 15;

    private readonly BoardSet _boards;
    private readonly uint _leds;

    /// <summary>Makes a request that does one thing with one LED of each board.</summary>
    /// <param name="led">The LED, 0 to 15; boards have 0 to 7.</param>
    /// <param name="action">The action.</param>
    /// <param name="boards">The boards; the request is sent to the lowest.</param>
    /// <exception cref="InvalidParameterException">The LED is out of range, the action unknown, or no board given.</exception>
    public BmpSetLed(int led, LedAction action, BoardSet boards)
        : this([led], action, boards)
    {
    }

    /// <summary>Makes a request that does one thing with some LEDs of each board.</summary>
    /// <param name="leds">The LEDs, 0 to 15 each, of which boards have 0 to 7; one given twice counts once.</param>
    /// <param name="action">The action.</param>
    /// <param name="boards">The boards; the request is sent to the lowest.</param>
    /// <exception cref="InvalidParameterException">An LED is out of range, the action unknown, or no board given.</exception>
    public BmpSetLed(ReadOnlySpan<int> leds, LedAction action, BoardSet boards)
    {
        if (action is not (LedAction.Toggle or LedAction.Off or LedAction.On))
            throw new InvalidParameterException(nameof(action), action, "it must be toggle (1), off (2) or on (3)");

        BmpTarget.Check(boards);
        foreach (int led in leds)
        {
            InvalidParameterException.ThrowIfOutside(led, 0, MaxLed, nameof(leds));
            _leds |= (uint)action << (2 * led);
        }

        _boards = boards;
        Action = action;
    }

    /// <summary>The action of the LEDs.</summary>
    public LedAction Action { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Led;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(_boards.First);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(_leds, _boards.Mask);

    /// <inheritdoc/>
    public Repeatability Repeatability => Action == LedAction.Toggle ? Repeatability.NotRepeatable : Repeatability.Repeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
