namespace SpiNNMan.Async.Machines;

/// <summary>How many cores of a board are in a state.</summary>
/// <param name="Count">How many there are on the chips that answered.</param>
/// <param name="IsComplete">Whether every chip of the board answered in time.</param>
/// <remarks>Protocol: scp.md, "Counting cores".</remarks>
public readonly record struct StateCount(uint Count, bool IsComplete)
{
    /// <summary>Adds counts. Boards may give any number, so the sum stops at the greatest number and does not wrap.</summary>
    internal static uint Add(uint one, uint other) => (uint)Math.Min(uint.MaxValue, (ulong)one + other);
}
