namespace SpiNNMan.Async.Emulation.Time;

/// <summary>The unit of virtual time: one clock of a core, 5 ns.</summary>
internal static class VirtualTime
{
    /// <summary>Clocks in a second.</summary>
    public const long Second = 200_000_000;

    /// <summary>Clocks in a millisecond.</summary>
    public const long Millisecond = Second / 1000;

    /// <summary>Clocks in a microsecond.</summary>
    public const long Microsecond = Second / 1_000_000;

    /// <summary>Later than every other time.</summary>
    public const long Never = long.MaxValue;

    private const int NanosecondsPerClock = 5;
    private const int ClocksPerTick = 100 / NanosecondsPerClock;

    /// <summary>A number of clocks as a time span.</summary>
    public static TimeSpan ToTimeSpan(long clocks) => TimeSpan.FromTicks(clocks / ClocksPerTick);

    /// <summary>A time span in clocks.</summary>
    public static long FromTimeSpan(TimeSpan span) => span.Ticks * ClocksPerTick;
}
