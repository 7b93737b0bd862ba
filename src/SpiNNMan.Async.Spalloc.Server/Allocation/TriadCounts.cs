using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>How many boards with some property are in any rectangle of triads of a machine, which may go round its edges.</summary>
internal sealed class TriadCounts
{
    /// <summary>How many there are left of and below each triad of four machines side by side.</summary>
    private readonly int[,] _sums;

    public TriadCounts(BoardGrid grid, Func<BoardCoordinates, bool> isCounted)
    {
        (int width, int height) = (2 * grid.Width, 2 * grid.Height);
        _sums = new int[width + 1, height + 1];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int here = y < grid.Height && x < grid.Width ? Count(x, y) : CountedBefore(x % grid.Width, y % grid.Height);
                _sums[x + 1, y + 1] = here + _sums[x, y + 1] + _sums[x + 1, y] - _sums[x, y];
            }
        }

        int Count(int x, int y) => Enumerable.Range(0, BoardCoordinates.BoardsPerTriad).Count(z => isCounted(new BoardCoordinates(x, y, z)));
    }

    /// <summary>How many there are in a rectangle.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <param name="width">How many columns it has, no more than the machine.</param>
    /// <param name="height">How many rows it has, no more than the machine.</param>
    public int In(int x, int y, int width, int height) => _sums[x + width, y + height] - _sums[x, y + height] - _sums[x + width, y] + _sums[x, y];

    private int CountedBefore(int x, int y) => In(x, y, 1, 1);
}
