using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Makes a virtual machine one whose boards are handed out.</summary>
internal static class VirtualLabMachine
{
    private const int BootPort = 54321;

    /// <summary>How many links of chips go over each edge of a board.</summary>
    private const int LinksPerEdge = 8;

    /// <summary>Makes one.</summary>
    public static LabMachine Make(SpallocMachine machine)
    {
        VirtualMachine boards = machine.Machine;
        BoardGrid grid = GridOf(boards.Options, boards.Boards);
        return new LabMachine(new MachineBoards(machine.Name, machine.Tags, grid), new BmpBoardPower(boards, grid), boards.Options.Network, FindEndPoint);

        IPEndPoint? FindEndPoint(BoardCoordinates place, int port)
        {
            int number = grid.NumberOf(place);
            if (number >= boards.Boards.Count)
                return null;

            VirtualBoard board = boards.Boards[number];
            return port switch
            {
                LabMachine.CommandPort => board.EndPoint,
                BootPort => board.BootEndPoint,
                _ => new IPEndPoint(board.EndPoint.Address, port),
            };
        }
    }

    private static BoardGrid GridOf(VirtualMachineOptions options, IReadOnlyList<VirtualBoard> boards)
    {
        // A single board is the first of a triad that has no others.
        (int width, int height, bool wraps) = options.Triads is { } triads ? (triads.Width, triads.Height, triads.Wraps) : (1, 1, true);
        var whole = new BoardGrid(width, height, wraps);
        BoardCoordinates[] dead = [.. whole.Places.Where(place => whole.NumberOf(place) is var number && (number >= boards.Count || boards[number].IsDead))];
        return new BoardGrid(width, height, wraps, dead, DeadLinksOf(whole, options.DeadLinks));
    }

    /// <summary>The links between boards of which no link between their chips is left.</summary>
    private static IEnumerable<(BoardCoordinates Board, int Link)> DeadLinksOf(BoardGrid grid, IEnumerable<(ChipLocation Chip, int Link)> dead)
    {
        var cut = new HashSet<(BoardCoordinates Board, int Edge, int X, int Y, int Link)>();
        foreach ((ChipLocation chip, int link) in dead)
        {
            if (grid.Locate(chip.X, chip.Y) is not { } here || TriadGeometry.AcrossEdge(here.LocalX, here.LocalY, link) is not { } across || grid.Neighbour(here.Board, across.Edge) is not { } other)
                continue;

            // Each is named from its western or southern end, whichever the list has.
            cut.Add(across.Edge < TriadGeometry.LinkCount / 2
                ? (here.Board, across.Edge, here.LocalX, here.LocalY, link)
                : (other, TriadGeometry.Opposite(across.Edge), across.X, across.Y, TriadGeometry.Opposite(link)));
        }

        return cut.CountBy(static link => (link.Board, link.Edge)).Where(static edge => edge.Value == LinksPerEdge).Select(static edge => edge.Key);
    }
}
