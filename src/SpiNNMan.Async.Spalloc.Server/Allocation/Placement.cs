using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>The boards that a job has.</summary>
/// <param name="Corner">The board from which the job counts.</param>
/// <param name="Width">How many triads there are in a row; 1 for a single board.</param>
/// <param name="Height">How many rows of triads there are; 1 for a single board.</param>
/// <param name="Depth">How many boards each place has: 1 for a single board, 3 for triads.</param>
/// <param name="Boards">The boards, by triads.</param>
internal sealed record Placement(BoardCoordinates Corner, int Width, int Height, int Depth, IReadOnlyList<BoardCoordinates> Boards)
{
    /// <summary>Whether it is one board and not a rectangle of triads.</summary>
    public bool IsSingle => Depth == 1;

    /// <summary>Whether it goes round the machine from left to right.</summary>
    public bool WrapsX(BoardGrid grid) => !IsSingle && grid.Wraps && Width == grid.Width;

    /// <summary>Whether it goes round the machine from bottom to top.</summary>
    public bool WrapsY(BoardGrid grid) => !IsSingle && grid.Wraps && Height == grid.Height;

    /// <summary>How many columns of chips a host finds.</summary>
    public int ChipWidth(BoardGrid grid) => IsSingle ? TriadGeometry.BoardSize : (Width * TriadGeometry.TriadSize) + (WrapsX(grid) ? 0 : TriadGeometry.Overhang);

    /// <summary>How many rows of chips a host finds.</summary>
    public int ChipHeight(BoardGrid grid) => IsSingle ? TriadGeometry.BoardSize : (Height * TriadGeometry.TriadSize) + (WrapsY(grid) ? 0 : TriadGeometry.Overhang);

    /// <summary>Where a chip of the machine is for the job, which counts from its own corner.</summary>
    public (int X, int Y) ToJob(BoardGrid grid, int x, int y)
    {
        (int cornerX, int cornerY) = BoardGrid.CornerOf(Corner);
        (x, y) = (x - cornerX, y - cornerY);
        return grid.Wraps ? (BoardGrid.Modulo(x, grid.ChipWidth), BoardGrid.Modulo(y, grid.ChipHeight)) : (x, y);
    }

    /// <summary>Where the chip with the Ethernet of a board is for the job.</summary>
    public (int X, int Y) EthernetOf(BoardGrid grid, BoardCoordinates board)
    {
        (int x, int y) = BoardGrid.CornerOf(board);
        return ToJob(grid, x, y);
    }

    /// <summary>Where a chip of the job is in the machine; <see langword="null"/> if the job has no such chip.</summary>
    public (int X, int Y)? ToMachine(BoardGrid grid, int x, int y)
    {
        if (x < 0 || y < 0 || x >= ChipWidth(grid) || y >= ChipHeight(grid))
            return null;

        (int cornerX, int cornerY) = BoardGrid.CornerOf(Corner);
        (x, y) = (x + cornerX, y + cornerY);
        (int X, int Y) chip = grid.Wraps ? (x % grid.ChipWidth, y % grid.ChipHeight) : (x, y);
        return grid.Locate(chip.X, chip.Y) is { } place && Boards.Contains(place.Board) ? chip : null;
    }

    /// <summary>The links by which boards that are not the job's could be reached, seen from the boards of the job.</summary>
    public IEnumerable<(BoardCoordinates Board, int Link)> LinksThatLeave(BoardGrid grid)
    {
        HashSet<BoardCoordinates> own = [.. Boards];
        foreach (BoardCoordinates board in Boards)
        {
            for (int link = 0; link < TriadGeometry.LinkCount; link++)
            {
                if (grid.Neighbour(board, link) is not { } other || !own.Contains(other))
                    yield return (board, link);
            }
        }
    }
}
