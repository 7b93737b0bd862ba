using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>Numbers with 15 bits after the point, as cores calculate with.</summary>
/// <remarks>Protocol: live.md, "Rates of Poisson sources".</remarks>
internal static class FixedPoint
{
    private const double One = 1 << 15;

    /// <summary>Makes the word for a number.</summary>
    /// <exception cref="InvalidParameterException">It is negative, or 65,536 or more.</exception>
    public static uint Encode(double value, string name) => value is >= 0 and < 65_536
        ? (uint)Math.Min(Math.Round(value * One), int.MaxValue)
        : throw new InvalidParameterException(name, value, "a rate must be 0 to 65,535 events a second");
}
