using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Results.Routes;

/// <summary>A multicast route of a chip, as JSON.</summary>
internal sealed record RouteResult(int X, int Y, int ApplicationId, uint Key, uint Mask, IReadOnlyList<int> Links, IReadOnlyList<int> PhysicalCores)
{
    public static RouteResult From(ChipLocation chip, in MulticastRoute route) =>
        new(chip.X, chip.Y, route.ApplicationId, route.Key, route.Mask, [.. route.Route.Links], [.. route.Route.Cores]);

    /// <summary>The route as a line of CSV.</summary>
    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture, $"{X},{Y},{ApplicationId},0x{Key:X8},0x{Mask:X8},{string.Join(' ', Links)},{string.Join(' ', PhysicalCores)}");
}
