namespace SpiNNMan.Async.Fuzz;

/// <summary>Numbers that look random and follow from a seed, the same everywhere (SplitMix64).</summary>
internal sealed class RandomNumbers(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, but without, <paramref name="limit"/>; 0 if that is not positive.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : (int)(Next() % (ulong)limit);

    public void Fill(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
            value = (byte)Next();
    }
}
