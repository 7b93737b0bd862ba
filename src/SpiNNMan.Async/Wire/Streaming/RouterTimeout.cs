using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>How long a router lets a packet wait: a byte that stands for a number of cycles of its clock.</summary>
/// <param name="Value">The byte: a mantissa [3:0] and an exponent [7:4]. 0 is no time, 255 is for ever.</param>
/// <remarks>Protocol: streaming.md, "Timeouts of routers".</remarks>
public readonly record struct RouterTimeout(byte Value)
{
    private const int MaxPart = 15;
    private const int Hidden = 16;
    private const int SmallExponents = 4;

    /// <summary>The first timeout while data flow: 491,520 cycles, 3.7 ms at 133 MHz.</summary>
    public static RouterTimeout Long => Of(14, 14);

    /// <summary>The second timeout while data flow: 18 cycles.</summary>
    public static RouterTimeout Short => Of(1, 1);

    /// <summary>The first timeout that extra monitors set when they start: 480 cycles, 3.6 µs.</summary>
    public static RouterTimeout Usual => Of(15, 4);

    /// <summary>No time.</summary>
    public static RouterTimeout Zero => default;

    /// <summary>The mantissa, 0 to 15.</summary>
    public int Mantissa => Value & MaxPart;

    /// <summary>The exponent, 0 to 15.</summary>
    public int Exponent => Value >> SmallExponents;

    /// <summary>The cycles of the router's clock; <see langword="null"/> if packets wait for ever.</summary>
    public long? Cycles
    {
        get
        {
            if (Value == byte.MaxValue)
                return null;

            long mantissa = Mantissa + Hidden - (Exponent <= SmallExponents ? 1 << (SmallExponents - Exponent) : 0);
            return mantissa << Exponent;
        }
    }

    /// <summary>Makes a timeout of its parts.</summary>
    /// <param name="mantissa">The mantissa, 0 to 15.</param>
    /// <param name="exponent">The exponent, 0 to 15.</param>
    /// <exception cref="InvalidParameterException">A part is out of range.</exception>
    public static RouterTimeout Of(int mantissa, int exponent)
    {
        InvalidParameterException.ThrowIfOutside(mantissa, 0, MaxPart, nameof(mantissa));
        InvalidParameterException.ThrowIfOutside(exponent, 0, MaxPart, nameof(exponent));
        return new RouterTimeout((byte)((exponent << SmallExponents) | mantissa));
    }

    /// <summary>The byte and the cycles.</summary>
    public override string ToString() =>
        Cycles is { } cycles ? string.Create(CultureInfo.InvariantCulture, $"0x{Value:X2} ({cycles} cycles)") : "0xFF (for ever)";
}
