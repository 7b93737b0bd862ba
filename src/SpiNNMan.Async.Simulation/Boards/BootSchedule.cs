namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>How long the steps of switching on and booting take.</summary>
internal sealed record BootSchedule
{
    private static readonly TimeSpan s_perHop = TimeSpan.FromSeconds(0.2);

    /// <summary>Until a board that is switched on waits for an image.</summary>
    public TimeSpan PowerOn { get; init; }

    /// <summary>From the image's start until the first command is answered.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>While chips hand out addresses, find out the size of the machine, and test their links.</summary>
    public (TimeSpan Addresses, TimeSpan Dimensions, TimeSpan LinkTest) Finding { get; init; }

    /// <summary>While they make their tables of routes, and those of the routes back.</summary>
    public (TimeSpan There, TimeSpan Back) Tables { get; init; }

    /// <summary>Whether a larger machine takes longer.</summary>
    public bool GrowsWithMachine { get; init; }

    /// <summary>How much later the last chip has the image than the first.</summary>
    public TimeSpan ToPassOn(int hops) => GrowsWithMachine ? hops * s_perHop : TimeSpan.Zero;

    /// <summary>How many times as long it takes to make tables for so many chips as for a few.</summary>
    public double TableFactor(int width, int height)
    {
        // Five times three ticks, and one more for each 82 chips.
        const int leastTicks = 3;
        const int tick = 8192;
        const int perChip = 100;
        return GrowsWithMachine ? (double)((width * height * perChip / tick) + leastTicks) / leastTicks : 1;
    }
}
