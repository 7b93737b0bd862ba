using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The outcome of a command to a BMP.</summary>
/// <param name="Result">The result.</param>
/// <param name="Length">How many bytes of the buffer's payload are the reply's.</param>
/// <param name="Duration">How long the BMP works on it. During this time it does nothing else.</param>
internal readonly record struct BmpWork(ScpResult Result, int Length, TimeSpan Duration)
{
    /// <summary>Whether there is never a reply.</summary>
    public bool IsSilent { get; init; }

    public static BmpWork Now(ScpResult result, int length = 0) => new(result, length, TimeSpan.Zero);
}
