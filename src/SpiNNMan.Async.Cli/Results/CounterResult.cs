using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The counters of the router of a chip, as JSON, in the order of the registers.</summary>
internal sealed record CounterResult(int X, int Y, IReadOnlyList<uint> Counts, long DroppedPackets)
{
    public static CounterResult From(ChipLocation chip, IReadOnlyList<uint> counts) =>
        new(chip.X, chip.Y, counts, counts.Where(static (_, counter) => IsDropped(counter)).Sum(static count => (long)count));

    /// <summary>Whether a counter counts packets that were dropped.</summary>
    public static bool IsDropped(int counter) => (RouterRegister)counter is >= RouterRegister.DroppedMulticast and <= RouterRegister.DroppedFixedRoute;
}
