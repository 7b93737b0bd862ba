namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>How long the steps of switching on and booting take.</summary>
internal sealed record BootSchedule
{
    private static readonly TimeSpan s_perHop = TimeSpan.FromSeconds(0.2);

    /// <summary>The time from switching on until the board waits for an image.</summary>
    public TimeSpan PowerOn { get; init; }

    /// <summary>The time from the image's start until the first command is answered.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>The times in which the chips hand out addresses, measure the size of the machine, and test their links.</summary>
    public (TimeSpan Addresses, TimeSpan Dimensions, TimeSpan LinkTest) Finding { get; init; }

    /// <summary>The times in which the chips make their tables of routes, there and back.</summary>
    public (TimeSpan There, TimeSpan Back) Tables { get; init; }

    /// <summary>Whether a larger machine takes longer.</summary>
    public bool GrowsWithMachine { get; init; }

    /// <summary>How much later the last chip has the image than the first chip.</summary>
    public TimeSpan ToPassOn(int hops) => GrowsWithMachine ? hops * s_perHop : TimeSpan.Zero;

    /// <summary>The factor by which tables for this many chips take longer than tables for a few.</summary>
    public double TableFactor(int width, int height)
    {
        // Five times three ticks, plus one tick for each 82 chips.
        const int leastTicks = 3;
        const int tick = 8192;
        const int perChip = 100;
        return GrowsWithMachine ? (double)((width * height * perChip / tick) + leastTicks) / leastTicks : 1;
    }
}
