namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Makes whole ticks of those of which only 16 or 32 bits came: of all that they may be, the one nearest to what the clock lets expect.</summary>
/// <remarks>
/// It expects the latest tick that came, and as many more as the clock on the wall had time for since. So messages may overtake each other, and silence may last any time.
/// The machine must run within half a turn of the ticks of its pace: 32,768 ticks. Protocol: live.md, "Gatherers".
/// </remarks>
internal sealed class TickUnwrapper(TimeProvider clock, TimeSpan tickLength)
{
    private long _latest;
    private long _heardAt = clock.GetTimestamp();

    /// <summary>The latest tick that came.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>Makes a whole tick.</summary>
    /// <param name="bits">The tick that came.</param>
    /// <param name="isShort">Whether it is 16 bits, and not 32.</param>
    /// <param name="now">The time stamp of the clock when it came.</param>
    public long Unwrap(uint bits, bool isShort, long now)
    {
        long turn = isShort ? 1L << 16 : 1L << 32;
        long expected = _latest + (tickLength > TimeSpan.Zero ? clock.GetElapsedTime(_heardAt, now) / tickLength is var ticks and >= 0 and < 1e15 ? (long)ticks : 0 : 0);
        long tick = expected - (expected & (turn - 1)) + bits;
        if (tick - expected > turn / 2)
            tick -= turn;
        else if (expected - tick > turn / 2)
            tick += turn;

        tick = tick < 0 ? tick + turn : tick;
        if (tick >= _latest)
            (_latest, _heardAt) = (tick, now);

        return tick;
    }

    /// <summary>A run begins at a tick: nothing that comes can be before it but by a few.</summary>
    public void Begin(long tick)
    {
        _latest = Math.Max(_latest, tick);
        _heardAt = clock.GetTimestamp();
    }
}
