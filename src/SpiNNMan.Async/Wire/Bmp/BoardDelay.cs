using System.Numerics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The delay with which boards switch one after the other: each waits its number times the delay.</summary>
/// <param name="Milliseconds">The delay in milliseconds.</param>
internal readonly record struct BoardDelay(ushort Milliseconds)
{
    /// <summary>Makes it of a time.</summary>
    /// <exception cref="InvalidParameterException">It is out of range.</exception>
    public static BoardDelay Of(TimeSpan delay) => delay >= TimeSpan.Zero && delay.Ticks / TimeSpan.TicksPerMillisecond <= ushort.MaxValue
        ? new BoardDelay((ushort)(delay.Ticks / TimeSpan.TicksPerMillisecond))
        : throw new InvalidParameterException(nameof(delay), delay, "it must be zero to 65.535 seconds");

    /// <summary>How long the last of some boards waits.</summary>
    public TimeSpan LastOf(BoardSet boards) => TimeSpan.FromMilliseconds((long)Milliseconds * BitOperations.Log2(boards.Mask));
}
