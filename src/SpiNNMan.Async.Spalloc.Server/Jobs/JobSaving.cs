using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Makes of jobs what is kept of them, and jobs of that.</summary>
internal static class JobSaving
{
    private const string BoardsGone = "Cancelled: The service was restarted with another machine, which has not the boards of this job.";

    /// <summary>The state to keep.</summary>
    public static SavedState Save(BoardAllocator allocator)
    {
        IEnumerable<SavedReport> reports =
            from machine in allocator.Machines
            from report in machine.Reports
            select new SavedReport(machine.Name, Numbers(report.Key), report.Value);
        return new SavedState(SavedState.CurrentVersion, allocator.LastId, [.. allocator.All.OrderBy(static job => job.Order).Select(Save)], [.. reports]);
    }

    /// <summary>Puts back what was kept.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static void Restore(SavedState state, BoardAllocator allocator, DateTimeOffset now)
    {
        foreach (SavedReport report in state.Reports)
        {
            if (allocator.FindMachine(report.Machine) is { } machine && Board(report.Board) is var board && machine.Grid.Has(board))
                allocator.Report(machine, board, report.Count);
        }

        var taken = new HashSet<(MachineBoards, BoardCoordinates)>();
        allocator.Restore([.. state.Jobs.Select(job => Restore(job, allocator, taken, now))], state.LastId);
    }

    private static SavedJob Save(Job job) => new()
    {
        Id = job.Id,
        Owner = job.Ticket.Owner,
        Request = Save(job.Ticket.Request),
        KeepAliveSeconds = job.Ticket.KeepAlive?.TotalSeconds,
        Created = job.Ticket.Created,
        Host = job.Ticket.Host,
        ClassicArguments = job.Ticket.ClassicArguments,
        ClassicKeywords = job.Ticket.ClassicKeywords,
        WebRequest = job.Ticket.WebRequest,
        State = (int)job.State,
        Power = job.Power,
        Reason = job.Reason,
        Finished = job.Finished,
        KeepAliveHost = job.KeepAliveHost,
        LastSeenAt = job.LastSeenAt,
        Overtaken = job.Overtaken,
        Machine = job.State == JobState.Destroyed ? null : job.Machine?.Name,
        Placement = job is { State: not JobState.Destroyed, Placement: { } placement }
            ? new SavedPlacement(Numbers(placement.Corner), placement.Width, placement.Height, placement.Depth, [.. placement.Boards.Select(Numbers)])
            : null,
    };

    private static SavedRequest Save(BoardRequest request) => new()
    {
        Shape = request.Shape.ToString(),
        Count = request.Count,
        Width = request.Width,
        Height = request.Height,
        Root = request.Root is { } root ? Numbers(root) : null,
        Machine = request.Machine,
        Tags = request.Tags,
        MinRatio = request.MinRatio,
        MaxDeadBoards = request.MaxDeadBoards,
        MaxDeadLinks = request.MaxDeadLinks,
        RequireTorus = request.RequireTorus,
    };

    private static Job Restore(SavedJob saved, BoardAllocator allocator, HashSet<(MachineBoards, BoardCoordinates)> taken, DateTimeOffset now)
    {
        if (!Enum.IsDefined((JobState)saved.State) || (JobState)saved.State == JobState.Unknown)
            throw new FormatException($"job {saved.Id} has the state {saved.State}");

        var ticket = new JobTicket(saved.Owner, Restore(saved.Request), saved.KeepAliveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, saved.Created)
        {
            Host = saved.Host,
            ClassicArguments = saved.ClassicArguments,
            ClassicKeywords = saved.ClassicKeywords,
            WebRequest = saved.WebRequest,
        };
        var job = new Job(saved.Id, ticket)
        {
            State = (JobState)saved.State,
            Power = saved.Power,
            Reason = saved.Reason,
            Finished = saved.Finished,
            KeepAliveHost = saved.KeepAliveHost,
            LastSeenAt = saved.LastSeenAt,
            Overtaken = saved.Overtaken,
        };
        if (job.State is not (JobState.Power or JobState.Ready))
            return job;

        if (FindBoards(saved, allocator, taken) is { } found)
        {
            (job.Machine, job.Placement) = found;
            return job;
        }

        (job.State, job.Power, job.Reason, job.Finished) = (JobState.Destroyed, null, BoardsGone, now);
        return job;
    }

    private static (MachineBoards Machine, Placement Placement)? FindBoards(SavedJob saved, BoardAllocator allocator, HashSet<(MachineBoards, BoardCoordinates)> taken)
    {
        if (saved is not { Machine: { } name, Placement: { } placement } || allocator.FindMachine(name) is not { } machine)
            return null;

        BoardCoordinates[] boards = [.. placement.Boards.Select(Board)];
        BoardCoordinates corner = Board(placement.Corner);
        bool areThere = boards.Contains(corner) && Array.TrueForAll(boards, board => machine.Grid.Has(board) && !machine.Grid.DeadBoards.Contains(board));
        bool isSized = placement.Width >= 1 && placement.Width <= machine.Grid.Width && placement.Height >= 1 && placement.Height <= machine.Grid.Height && placement.Depth is 1 or BoardCoordinates.BoardsPerTriad;
        return areThere && isSized && Array.TrueForAll(boards, board => taken.Add((machine, board)))
            ? (machine, new Placement(corner, placement.Width, placement.Height, placement.Depth, boards))
            : null;
    }

    private static BoardRequest Restore(SavedRequest saved)
    {
        BoardCoordinates? root = saved.Root is { } numbers ? Board(numbers) : null;
        BoardRequest request = Enum.Parse<RequestShape>(saved.Shape) switch
        {
            RequestShape.Boards => BoardRequest.Boards(saved.Count),
            RequestShape.Triads => BoardRequest.Triads(saved.Width, saved.Height, root),
            RequestShape.Place when root is { } place => BoardRequest.Place(place),
            _ => BoardRequest.Impossible(),
        };
        return request with
        {
            Machine = saved.Machine,
            Tags = saved.Tags,
            MinRatio = saved.MinRatio,
            MaxDeadBoards = saved.MaxDeadBoards,
            MaxDeadLinks = saved.MaxDeadLinks,
            RequireTorus = saved.RequireTorus,
        };
    }

    private static int[] Numbers(BoardCoordinates board) => [board.X, board.Y, board.Z];

    private static BoardCoordinates Board(IReadOnlyList<int> numbers) => numbers is [var x, var y, var z] ? new BoardCoordinates(x, y, z) : throw new FormatException("a board is three numbers");
}
