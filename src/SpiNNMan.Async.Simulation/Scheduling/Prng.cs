namespace SpiNNMan.Async.Simulation.Scheduling;

/// <summary>A small generator of random numbers (SplitMix64). The same seed gives the same numbers on every computer.</summary>
internal sealed class Prng(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>Mixes the bits of a value, so that similar values give very different numbers.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong Next() => Mix(_state += Step);

    /// <summary>A number of at least 0 and less than 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1ul << 53));
}
