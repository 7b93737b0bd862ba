namespace SpiNNMan.Async.Spalloc.Server.Geometry;

/// <summary>The boards of a machine and the links between them: what is where, what does not work, and which chip is on which board.</summary>
internal sealed class BoardGrid
{
    private readonly HashSet<BoardCoordinates> _dead;
    private readonly HashSet<(BoardCoordinates Board, int Link)> _deadLinks = [];

    /// <summary>Describes a machine.</summary>
    /// <param name="width">How many triads there are in a row.</param>
    /// <param name="height">How many rows of triads there are.</param>
    /// <param name="wraps">Whether the links at each edge lead to the opposite edge.</param>
    /// <param name="deadBoards">The boards that do not work, or are not there.</param>
    /// <param name="deadLinks">The links that do not work. Each is dead in both directions, whichever end is named.</param>
    public BoardGrid(int width, int height, bool wraps = true, IEnumerable<BoardCoordinates>? deadBoards = null, IEnumerable<(BoardCoordinates Board, int Link)>? deadLinks = null)
    {
        Width = width;
        Height = height;
        Wraps = wraps;
        _dead = [.. deadBoards ?? []];
        foreach ((BoardCoordinates board, int link) in deadLinks ?? [])
        {
            _deadLinks.Add((board, link));
            if (Neighbour(board, link) is { } other)
                _deadLinks.Add((other, TriadGeometry.Opposite(link)));
        }
    }

    /// <summary>How many triads there are in a row.</summary>
    public int Width { get; }

    /// <summary>How many rows of triads there are.</summary>
    public int Height { get; }

    /// <summary>Whether the links at each edge lead to the opposite edge.</summary>
    public bool Wraps { get; }

    /// <summary>How many places for boards there are, the dead ones included.</summary>
    public int Count => Width * Height * BoardCoordinates.BoardsPerTriad;

    /// <summary>All places for boards, triad by triad and row by row.</summary>
    public IEnumerable<BoardCoordinates> Places => Enumerable.Range(0, Count).Select(PlaceOf);

    /// <summary>The boards that do not work, or are not there.</summary>
    public IReadOnlySet<BoardCoordinates> DeadBoards => _dead;

    /// <summary>The links that do not work, each named from both ends. The links over the edge of a machine that does not wrap are among them.</summary>
    public IEnumerable<(BoardCoordinates Board, int Link)> DeadLinks => Places.Where(board => !_dead.Contains(board)).SelectMany(
        static board => Enumerable.Range(0, TriadGeometry.LinkCount).Select(link => (Board: board, Link: link)))
        .Where(entry => _deadLinks.Contains(entry) || Neighbour(entry.Board, entry.Link) is null);

    /// <summary>How many columns of chips the machine has.</summary>
    public int ChipWidth => (Width * TriadGeometry.TriadSize) + (Wraps ? 0 : TriadGeometry.Overhang);

    /// <summary>How many rows of chips the machine has.</summary>
    public int ChipHeight => (Height * TriadGeometry.TriadSize) + (Wraps ? 0 : TriadGeometry.Overhang);

    /// <summary>Whether there is such a place.</summary>
    public bool Has(BoardCoordinates board) =>
        board.X >= 0 && board.X < Width && board.Y >= 0 && board.Y < Height && board.Z is >= 0 and < BoardCoordinates.BoardsPerTriad;

    /// <summary>The number of a place: they count triad by triad, and row by row.</summary>
    public int NumberOf(BoardCoordinates board) => (((board.Y * Width) + board.X) * BoardCoordinates.BoardsPerTriad) + board.Z;

    /// <summary>The place with a number.</summary>
    public BoardCoordinates PlaceOf(int number)
    {
        int triad = number / BoardCoordinates.BoardsPerTriad;
        return new BoardCoordinates(triad % Width, triad / Width, number % BoardCoordinates.BoardsPerTriad);
    }

    /// <summary>The board that a link leads to, whether or not either works; <see langword="null"/> at the edge of a machine that does not wrap.</summary>
    public BoardCoordinates? Neighbour(BoardCoordinates board, int link)
    {
        (int x, int y, int z) = TriadGeometry.NeighbourOf(board.Z, link);
        (x, y) = (board.X + x, board.Y + y);
        if (!Wraps && (x < 0 || x >= Width || y < 0 || y >= Height))
            return null;

        return new BoardCoordinates(Modulo(x, Width), Modulo(y, Height), z);
    }

    /// <summary>Whether a link does not work.</summary>
    public bool IsLinkDead(BoardCoordinates board, int link) => _deadLinks.Contains((board, link));

    /// <summary>Where the chip with the Ethernet of a board is in the machine.</summary>
    public static (int X, int Y) CornerOf(BoardCoordinates board)
    {
        (int x, int y) = TriadGeometry.CornerOf(board.Z);
        return ((board.X * TriadGeometry.TriadSize) + x, (board.Y * TriadGeometry.TriadSize) + y);
    }

    /// <summary>The board that a chip of the machine is on, and where on it; <see langword="null"/> if the machine has no such chip.</summary>
    public (BoardCoordinates Board, int LocalX, int LocalY)? Locate(int x, int y)
    {
        if (x < 0 || x >= ChipWidth || y < 0 || y >= ChipHeight)
            return null;

        (int column, int row) = (x / TriadGeometry.TriadSize, y / TriadGeometry.TriadSize);
        (int awayX, int awayY, int z, int localX, int localY) = TriadGeometry.Locate(x % TriadGeometry.TriadSize, y % TriadGeometry.TriadSize);
        (column, row) = (column + awayX, row + awayY);
        if (Wraps)
            (column, row) = (Modulo(column, Width), Modulo(row, Height));

        var board = new BoardCoordinates(column, row, z);
        return Has(board) ? (board, localX, localY) : null;
    }

    /// <summary>A number, counted on round the machine.</summary>
    public static int Modulo(int value, int size) => ((value % size) + size) % size;
}
