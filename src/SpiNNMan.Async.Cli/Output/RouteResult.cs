using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>A multicast route of a chip, for programs.</summary>
internal sealed record RouteResult(int X, int Y, int ApplicationId, uint Key, uint Mask, int[] Links, int[] PhysicalCores)
{
    public static RouteResult From(ChipLocation chip, in MulticastRoute route) =>
        new(chip.X, chip.Y, route.ApplicationId, route.Key, route.Mask, [.. route.Route.Links], [.. route.Route.Cores]);
}
