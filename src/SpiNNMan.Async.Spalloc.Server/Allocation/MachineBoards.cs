using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>A machine as the allocator sees it: which boards work, and which are taken.</summary>
internal sealed class MachineBoards
{
    private readonly Job?[] _holders;
    private readonly bool[] _dead;
    private readonly Dictionary<BoardCoordinates, int> _reports = [];

    /// <param name="name">Its name.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="grid">Its boards.</param>
    public MachineBoards(string name, IReadOnlyList<string> tags, BoardGrid grid)
    {
        Name = name;
        Tags = tags;
        Grid = grid;
        _holders = new Job?[grid.Count];
        _dead = [.. grid.Places.Select(grid.DeadBoards.Contains)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Tags { get; }

    public BoardGrid Grid { get; }

    /// <summary>The boards that no new job gets: the dead ones, and those that were reported twice.</summary>
    public IEnumerable<BoardCoordinates> OutOfService => Grid.Places.Where(IsOutOfService);

    /// <summary>Counts the boards that went out of service or came back.</summary>
    public int ServiceChanges { get; private set; }

    /// <summary>How often boards were reported.</summary>
    public IReadOnlyDictionary<BoardCoordinates, int> Reports => _reports;

    /// <summary>The job that has a board, or whose boards are not switched off yet.</summary>
    public Job? HolderOf(BoardCoordinates board) => _holders[Grid.NumberOf(board)];

    public bool IsOutOfService(BoardCoordinates board) => _dead[Grid.NumberOf(board)];

    /// <summary>Whether a new job could have the board now.</summary>
    public bool IsFree(BoardCoordinates board) => !IsOutOfService(board) && HolderOf(board) is null;

    /// <summary>Gives boards to a job.</summary>
    /// <exception cref="InvalidOperationException">Another job has one of them.</exception>
    public void Take(Job job, IReadOnlyList<BoardCoordinates> boards)
    {
        foreach (BoardCoordinates board in boards)
        {
            if (HolderOf(board) is { } other)
                throw new InvalidOperationException($"Board {board} of {Name} was to be given to job {job.Id}, but job {other.Id} has it.");
        }

        foreach (BoardCoordinates board in boards)
            _holders[Grid.NumberOf(board)] = job;
    }

    /// <summary>Takes back the boards of a job.</summary>
    public void Free(Job job)
    {
        for (int board = 0; board < _holders.Length; board++)
        {
            if (ReferenceEquals(_holders[board], job))
                _holders[board] = null;
        }
    }

    /// <summary>Counts a report of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="count">How many reports there are by that.</param>
    /// <param name="limit">With how many reports a board goes out of service.</param>
    /// <returns>Whether the board went out of service by this report.</returns>
    public bool Report(BoardCoordinates board, int count, int limit)
    {
        int number = Grid.NumberOf(board);
        int reports = _reports[board] = _reports.GetValueOrDefault(board) + count;
        if (_dead[number] || reports < limit)
            return false;

        ServiceChanges++;
        return _dead[number] = true;
    }

    /// <summary>Forgets the reports of a board.</summary>
    /// <returns>Whether the board came back into service by that.</returns>
    public bool Repair(BoardCoordinates board)
    {
        int number = Grid.NumberOf(board);
        _reports.Remove(board);
        if (!_dead[number] || Grid.DeadBoards.Contains(board))
            return false;

        ServiceChanges++;
        _dead[number] = false;
        return true;
    }
}
