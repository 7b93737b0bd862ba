namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Numbers from a seed for several threads at once: the clock's, and those on which callers are resumed.</summary>
internal sealed class SharedRandom(int seed) : Random
{
    private readonly Lock _gate = new();
    private readonly Random _inner = new(seed);

    public override int Next(int maxValue)
    {
        lock (_gate)
            return _inner.Next(maxValue);
    }

    public override int Next(int minValue, int maxValue)
    {
        lock (_gate)
            return _inner.Next(minValue, maxValue);
    }

    public override int Next()
    {
        lock (_gate)
            return _inner.Next();
    }

    public override double NextDouble()
    {
        lock (_gate)
            return _inner.NextDouble();
    }

    public override void NextBytes(byte[] buffer)
    {
        lock (_gate)
            _inner.NextBytes(buffer);
    }

    public override void NextBytes(Span<byte> buffer)
    {
        lock (_gate)
            _inner.NextBytes(buffer);
    }
}
