using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results.Routes;

/// <summary>The way from a chip to another by point-to-point packets, as JSON.</summary>
/// <param name="X">The column of the chip that has the table.</param>
/// <param name="Y">Its row.</param>
/// <param name="ToX">The column of the destination.</param>
/// <param name="ToY">Its row.</param>
/// <param name="Way">The way, as the library names it.</param>
/// <param name="Link">The link of that way; <see langword="null"/> if it is none.</param>
internal sealed record P2PRouteResult(int X, int Y, int ToX, int ToY, string Way, int? Link)
{
    /// <summary>The column of the chip behind the link.</summary>
    public int? NeighbourX { get; init; }

    /// <summary>The row of the chip behind the link.</summary>
    public int? NeighbourY { get; init; }

    public static P2PRouteResult From(ChipLocation chip, ChipLocation to, P2PTableRoute way, Machine machine)
    {
        int? link = way < P2PTableRoute.None ? (int)way : null;
        ChipLocation? neighbour = link is { } number ? machine.GetNeighbour(chip, number) : null;
        return new P2PRouteResult(chip.X, chip.Y, to.X, to.Y, Output.JsonNames.Of(way), link) { NeighbourX = neighbour?.X, NeighbourY = neighbour?.Y };
    }
}
