using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What a command to a BMP comes to.</summary>
/// <param name="Result">The result.</param>
/// <param name="Length">How many bytes of the buffer's payload are the reply's.</param>
/// <param name="Duration">How long the BMP works on it, and on nothing else.</param>
internal readonly record struct BmpWork(ScpResult Result, int Length, TimeSpan Duration)
{
    /// <summary>Whether nobody is ever told.</summary>
    public bool IsSilent { get; init; }

    public static BmpWork Now(ScpResult result, int length = 0) => new(result, length, TimeSpan.Zero);
}
