namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>The jobs that wait for boards, the oldest first.</summary>
/// <remarks>
/// A job that comes later may be given boards before one that waits for the same machine, but only so many times. From then on, nobody passes it on that machine, and it gets its boards when those before it end. Since they
/// may never end, it goes to the end of the queue when it has held up the others for too long.
/// </remarks>
internal sealed class JobQueue(IReadOnlyList<MachineBoards> machines, AllocatorOptions options)
{
    private readonly List<Waiting> _waiting = [];
    private long _lastOrder;

    /// <summary>When jobs that hold up others go to the end of the queue.</summary>
    public IEnumerable<TimeSpan> YieldTimes => _waiting.Where(static one => one.Job.HoldsQueueSince is not null).Select(one => one.Job.HoldsQueueSince!.Value + options.QueuePatience);

    /// <summary>How many jobs wait before a job; <see langword="null"/> if it does not wait.</summary>
    public int? PositionOf(Job job) => _waiting.FindIndex(one => ReferenceEquals(one.Job, job)) is var place and >= 0 ? place : null;

    public void Add(Job job)
    {
        job.Order = ++_lastOrder;
        _waiting.Add(new Waiting(job));
    }

    public void Remove(Job job) => _waiting.RemoveAll(one => ReferenceEquals(one.Job, job));

    /// <summary>Finds out which machines could have the boards of each job, and removes the jobs that no machine has boards for.</summary>
    public IReadOnlyList<Job> RemoveImpossible()
    {
        foreach (Waiting one in _waiting)
            one.FindCandidates(machines);

        Job[] impossible = [.. _waiting.Where(static one => one.Candidates.Count == 0).Select(static one => one.Job)];
        _waiting.RemoveAll(static one => one.Candidates.Count == 0);
        return impossible;
    }

    /// <summary>Gives boards to the jobs that can have some now, and removes them from the queue.</summary>
    public IReadOnlyList<(Job Job, MachineBoards Machine, Placement Placement)> Advance(TimeSpan now)
    {
        var started = new List<(Job, MachineBoards, Placement)>();
        var held = new HashSet<MachineBoards>();
        for (int place = 0; place < _waiting.Count; place++)
        {
            Waiting one = _waiting[place];
            if (Place(one, held) is { } found)
            {
                found.Machine.Take(one.Job, found.Placement.Boards);
                Overtake(place, found.Machine);
                _waiting.RemoveAt(place--);
                started.Add((one.Job, found.Machine, found.Placement));
                one.Job.HoldsQueueSince = null;

                // One of those before it may have been overtaken for the last time.
                held = [.. _waiting.Take(place + 1).Where(IsPassedOftenEnough).SelectMany(static before => before.Candidates)];
            }
            else if (IsPassedOftenEnough(one))
            {
                held.UnionWith(one.Candidates);
            }
        }

        TimeHolding(now);
        return started;
    }

    /// <summary>Puts the jobs that have held up others for too long at the end.</summary>
    public void Yield(TimeSpan now)
    {
        foreach (Waiting one in _waiting.Where(one => one.Job.HoldsQueueSince + options.QueuePatience <= now).ToArray())
        {
            one.Job.HoldsQueueSince = null;
            one.Job.Overtaken = 0;
            one.Job.Order = ++_lastOrder;
            _waiting.Remove(one);
            _waiting.Add(one);
        }
    }

    /// <summary>Notes which jobs hold up the others, and since when. One that is itself held up does not.</summary>
    private void TimeHolding(TimeSpan now)
    {
        var held = new HashSet<MachineBoards>();
        foreach (Waiting one in _waiting)
        {
            bool holds = IsPassedOftenEnough(one) && !one.Candidates.All(held.Contains);
            one.Job.HoldsQueueSince = holds ? one.Job.HoldsQueueSince ?? now : null;
            if (holds)
                held.UnionWith(one.Candidates);
        }
    }

    private static (MachineBoards Machine, Placement Placement)? Place(Waiting one, HashSet<MachineBoards> held)
    {
        foreach (MachineBoards machine in one.Candidates)
        {
            if (!held.Contains(machine) && BoardSearch.FindFree(machine, one.Job.Ticket.Request) is { } placement)
                return (machine, placement);
        }

        return null;
    }

    private bool IsPassedOftenEnough(Waiting one) => one.Job.Overtaken >= options.MaxOvertaking;

    private void Overtake(int place, MachineBoards machine)
    {
        foreach (Waiting before in _waiting.Take(place).Where(before => before.Candidates.Contains(machine)))
            before.Job.Overtaken++;
    }

    /// <summary>A job that waits, and the machines that could have its boards.</summary>
    private sealed class Waiting(Job job)
    {
        private int _seen = -1;

        public Job Job => job;

        public IReadOnlyList<MachineBoards> Candidates { get; private set; } = [];

        /// <summary>Finds the machines, if what works has changed since it did so last.</summary>
        public void FindCandidates(IReadOnlyList<MachineBoards> machines)
        {
            int changes = machines.Sum(static machine => machine.ServiceChanges);
            if (changes == _seen)
                return;

            _seen = changes;
            BoardRequest request = job.Ticket.Request;
            Candidates = [.. machines.Where(machine => IsWanted(machine, request) && BoardSearch.FindAny(machine, request) is not null)];
        }

        private static bool IsWanted(MachineBoards machine, BoardRequest request) =>
            request.Machine is { } name ? string.Equals(machine.Name, name, StringComparison.Ordinal) : request.Tags.All(tag => machine.Tags.Contains(tag, StringComparer.Ordinal));
    }
}
