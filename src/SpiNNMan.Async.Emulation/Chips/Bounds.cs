namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Checks options.</summary>
internal static class Bounds
{
    /// <summary>Checks that an option is within its range.</summary>
    /// <param name="value">The name.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Check(long value, long least, long most, string name)
    {
        if (value < least || value > most) throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} is {least} to {most}.");
    }
}
