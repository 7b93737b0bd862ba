using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>What the router of a chip counted, for programs; the counters are in the router's order.</summary>
internal sealed record CounterResult(int X, int Y, uint[] Counts, long Dropped)
{
    public static CounterResult From(ChipLocation chip, uint[] counts) =>
        new(chip.X, chip.Y, counts, counts.Where(static (_, counter) => IsDropped(counter)).Sum(static count => (long)count));

    /// <summary>Whether a counter is of packets that were dropped.</summary>
    public static bool IsDropped(int counter) => (RouterRegister)counter is >= RouterRegister.DroppedMulticast and <= RouterRegister.DroppedFixedRoute;
}
