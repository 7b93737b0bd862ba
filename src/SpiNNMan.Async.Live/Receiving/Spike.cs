namespace SpiNNMan.Async.Live.Receiving;

/// <summary>An event that came out of the machine.</summary>
/// <param name="Label">The population, as its index in <c>RunDatabase.Populations</c>.</param>
/// <param name="Atom">The atom of the population.</param>
/// <param name="Key">The key it had.</param>
/// <param name="Tick">When it was gathered, in ticks of the machine; it may be one later than the tick in which it was sent. <see langword="null"/> if the gatherer does not say.</param>
/// <param name="Payload">The payload; <see langword="null"/> if nothing.</param>
/// <remarks>Protocol: live.md, "Gatherers".</remarks>
public readonly record struct Spike(int Label, int Atom, uint Key, long? Tick = null, uint? Payload = null)
{
    // Events come by the million: 32 bytes are two to a line of the cache, and nullable values would take 40.
    private readonly long _tick = Tick.GetValueOrDefault();
    private readonly uint _payload = Payload.GetValueOrDefault();
    private readonly bool _hasTick = Tick.HasValue;
    private readonly bool _hasPayload = Payload.HasValue;

    /// <summary>When it was gathered, in ticks of the machine; it may be one later than the tick in which it was sent. <see langword="null"/> if the gatherer does not say.</summary>
    public long? Tick
    {
        get => _hasTick ? _tick : null;
        init => (_tick, _hasTick) = (value.GetValueOrDefault(), value.HasValue);
    }

    /// <summary>The payload; <see langword="null"/> if nothing.</summary>
    public uint? Payload
    {
        get => _hasPayload ? _payload : null;
        init => (_payload, _hasPayload) = (value.GetValueOrDefault(), value.HasValue);
    }
}
