using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>Looks for boards of a machine that a request could have.</summary>
/// <param name="grid">The boards.</param>
/// <param name="isDead">Whether no job may have a board.</param>
/// <param name="isTaken">Whether a job has a board.</param>
internal sealed class BoardSearch(BoardGrid grid, Func<BoardCoordinates, bool> isDead, Func<BoardCoordinates, bool> isTaken)
{
    /// <summary>The boards that a request can have now.</summary>
    public static Placement? FindFree(MachineBoards machine, BoardRequest request) =>
        new BoardSearch(machine.Grid, machine.IsOutOfService, board => machine.HolderOf(board) is not null).Find(request);

    /// <summary>The boards that a request could have if no other job had any.</summary>
    public static Placement? FindAny(MachineBoards machine, BoardRequest request) => new BoardSearch(machine.Grid, machine.IsOutOfService, static _ => false).Find(request);

    /// <summary>The boards for a request, or <see langword="null"/> if there are none.</summary>
    public Placement? Find(BoardRequest request) => request.Shape switch
    {
        RequestShape.Boards when request.Count == 1 => request.RequireTorus ? null : FindSingle(),
        RequestShape.Boards => FindTriads(request, Shapes(request), request.Count),
        RequestShape.Triads => FindTriads(request, [(request.Width, request.Height)], leastBoards: 1),
        RequestShape.Place when !request.RequireTorus && request.Root is { } place && grid.Has(place) && IsUsable(place) => Single(place),
        _ => null,
    };

    /// <summary>A single board of the triad that has the fewest left, so that whole triads stay whole.</summary>
    private Placement? FindSingle()
    {
        BoardCoordinates? best = null;
        int fewest = int.MaxValue;
        foreach (IEnumerable<BoardCoordinates> triad in grid.Places.Chunk(BoardCoordinates.BoardsPerTriad))
        {
            BoardCoordinates[] usable = [.. triad.Where(IsUsable)];
            if (usable.Length > 0 && usable.Length < fewest)
                (best, fewest) = (usable[0], usable.Length);
        }

        return best is { } board ? Single(board) : null;
    }

    private static Placement Single(BoardCoordinates board) => new(board, Width: 1, Height: 1, Depth: 1, [board]);

    private bool IsUsable(BoardCoordinates board) => !isDead(board) && !isTaken(board);

    /// <summary>The rectangles that have room for a number of boards, the smallest first, and of equally large ones the squarest.</summary>
    private IEnumerable<(int Width, int Height)> Shapes(BoardRequest request)
    {
        int triads = (request.Count + BoardCoordinates.BoardsPerTriad - 1) / BoardCoordinates.BoardsPerTriad;
        return from width in Enumerable.Range(1, grid.Width)
               from height in Enumerable.Range(1, grid.Height)
               where width * height >= triads && Math.Min(width, height) >= request.MinRatio * Math.Max(width, height)
               orderby width * height, Math.Abs(width - height), height
               select (width, height);
    }

    private Placement? FindTriads(BoardRequest request, IEnumerable<(int Width, int Height)> shapes, int leastBoards)
    {
        TriadCounts taken = new(grid, isTaken);
        TriadCounts dead = new(grid, isDead);
        int mostDead = request.MaxDeadBoards ?? int.MaxValue;
        foreach ((int width, int height) in shapes)
        {
            if (width > grid.Width || height > grid.Height || (request.RequireTorus && (!grid.Wraps || width != grid.Width || height != grid.Height)))
                continue;

            foreach ((int x, int y) in Corners(request, width, height))
            {
                if (taken.In(x, y, width, height) > 0 || dead.In(x, y, width, height) > mostDead)
                    continue;
                if (Connect(new BoardCoordinates(x, y, 0), width, height, mostDead, request.MaxDeadLinks) is { } found && found.Boards.Count >= leastBoards)
                    return found;
            }
        }

        return null;
    }

    private IEnumerable<(int X, int Y)> Corners(BoardRequest request, int width, int height)
    {
        int mostX = grid.Wraps ? grid.Width - 1 : grid.Width - width;
        int mostY = grid.Wraps ? grid.Height - 1 : grid.Height - height;
        if (request.Root is { } root)
            return grid.Has(root) && root.X <= mostX && root.Y <= mostY ? [(root.X, root.Y)] : [];

        return from y in Enumerable.Range(0, mostY + 1)
               from x in Enumerable.Range(0, mostX + 1)
               select (x, y);
    }

    /// <summary>The boards of a rectangle that can be reached from its corner; <see langword="null"/> if too much is dead.</summary>
    private Placement? Connect(BoardCoordinates corner, int width, int height, int mostDead, int? mostDeadLinks)
    {
        if (isDead(corner))
            return null;

        HashSet<BoardCoordinates> reached = [corner];
        var pending = new Queue<BoardCoordinates>(reached);
        while (pending.TryDequeue(out BoardCoordinates board))
        {
            for (int link = 0; link < TriadGeometry.LinkCount; link++)
            {
                if (!grid.IsLinkDead(board, link) && grid.Neighbour(board, link) is { } other && IsWithin(other) && !isDead(other) && reached.Add(other))
                    pending.Enqueue(other);
            }
        }

        int places = width * height * BoardCoordinates.BoardsPerTriad;
        if (places - reached.Count > mostDead || (mostDeadLinks is { } most && CountDeadLinks(reached) > most))
            return null;

        return new Placement(corner, width, height, BoardCoordinates.BoardsPerTriad, [.. PlacesIn(corner, width, height).Where(reached.Contains)]);

        bool IsWithin(BoardCoordinates board) =>
            BoardGrid.Modulo(board.X - corner.X, grid.Width) < width && BoardGrid.Modulo(board.Y - corner.Y, grid.Height) < height;
    }

    private IEnumerable<BoardCoordinates> PlacesIn(BoardCoordinates corner, int width, int height) =>
        from y in Enumerable.Range(corner.Y, height)
        from x in Enumerable.Range(corner.X, width)
        from z in Enumerable.Range(0, BoardCoordinates.BoardsPerTriad)
        select new BoardCoordinates(x % grid.Width, y % grid.Height, z);

    /// <summary>How many links between boards are dead, each counted once.</summary>
    private int CountDeadLinks(HashSet<BoardCoordinates> boards) =>
        boards.Sum(board => Enumerable.Range(0, TriadGeometry.LinkCount / 2).Count(link => grid.IsLinkDead(board, link) && grid.Neighbour(board, link) is { } other && boards.Contains(other)));
}
