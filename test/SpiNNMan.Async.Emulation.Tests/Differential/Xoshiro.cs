namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Numbers that are the same for a seed, wherever and whenever.</summary>
internal sealed class Xoshiro(ulong seed)
{
    private ulong _state = (seed * 0x9e3779b97f4a7c15) + 1;

    public uint Next()
    {
        _state += 0x9e3779b97f4a7c15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return (uint)(mixed >> 32);
    }

    public uint Next(uint below) => (uint)(((ulong)Next() * below) >> 32);

    public bool OneIn(uint count) => Next(count) == 0;
}
