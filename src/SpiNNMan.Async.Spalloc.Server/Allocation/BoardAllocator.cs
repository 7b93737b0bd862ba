using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>Hands out the boards of machines to jobs, takes them back, and ends jobs that nobody wants any more. It knows of no network; its time is that of a clock.</summary>
/// <remarks>Not safe to be used from several threads at once. Someone must call <see cref="RunDue"/> when <see cref="NextDue"/> has come.</remarks>
internal sealed class BoardAllocator
{
    /// <summary>Why a job ends that no machine has boards for.</summary>
    public const string NothingSuitable = "Cancelled: No suitable machines available.";

    /// <summary>Why a job ends that nobody kept alive.</summary>
    public const string TimedOut = "Cancelled: Job timed out.";

    private readonly AllocatorOptions _options;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly IAllocatorObserver _observer;
    private readonly MachineBoards[] _machines;
    private readonly SortedDictionary<int, Job> _jobs = [];
    private readonly Queue<Job> _retired = new();
    private readonly JobQueue _queue;
    private readonly List<(TimeSpan Due, Job Job)> _resting = [];
    private readonly List<Job> _changedJobs = [];
    private readonly List<MachineBoards> _changedMachines = [];
    private readonly List<Action> _orders = [];
    private int _lastId;

    /// <param name="machines">The machines; those that come first are preferred.</param>
    /// <param name="options">How boards are handed out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Who is told.</param>
    public BoardAllocator(IEnumerable<MachineBoards> machines, AllocatorOptions options, TimeProvider time, IAllocatorObserver observer)
    {
        _machines = [.. machines];
        _options = options;
        _time = time;
        _start = time.GetTimestamp();
        _observer = observer;
        _queue = new JobQueue(_machines, options);
    }

    /// <summary>How long the allocator has been there.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    public IReadOnlyList<MachineBoards> Machines => _machines;

    /// <summary>The jobs that are not over, oldest first.</summary>
    public IEnumerable<Job> Live => _jobs.Values.Where(static job => job.State != JobState.Destroyed);

    /// <summary>All jobs that are remembered, oldest first.</summary>
    public IEnumerable<Job> All => _jobs.Values;

    /// <summary>The number of the last job.</summary>
    public int LastId => _lastId;

    /// <summary>How many jobs wait before a job; <see langword="null"/> if it does not wait.</summary>
    public int? PositionOf(Job job) => _queue.PositionOf(job);

    /// <summary>When something is to be done next; never if <see langword="null"/>.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            IEnumerable<TimeSpan> all = Live.Select(static job => job.ExpiresAt).OfType<TimeSpan>().Concat(_resting.Select(static rest => rest.Due)).Concat(_queue.YieldTimes);
            TimeSpan next = all.DefaultIfEmpty(TimeSpan.MaxValue).Min();
            return next == TimeSpan.MaxValue ? null : next;
        }
    }

    public Job? Find(int id) => _jobs.GetValueOrDefault(id);

    public MachineBoards? FindMachine(string name) => Array.Find(_machines, machine => string.Equals(machine.Name, name, StringComparison.Ordinal));

    /// <summary>Creates a job. It may have boards, or be over, when this returns.</summary>
    public Job Create(JobTicket ticket)
    {
        var job = new Job(++_lastId, ticket);
        See(job, ticket.Host);
        _jobs.Add(job.Id, job);
        Change(job);
        _queue.Add(job);
        Allocate();
        Tell();
        return job;
    }

    /// <summary>Puts back jobs from before a restart, with the boards that they had.</summary>
    /// <param name="jobs">The jobs; those that wait in the order of the queue. Those with boards have boards that there still are.</param>
    /// <param name="lastId">The number of the last job.</param>
    public void Restore(IEnumerable<Job> jobs, int lastId)
    {
        _lastId = lastId;
        foreach (Job job in jobs)
        {
            job.LastSeen = Now;
            _jobs.Add(job.Id, job);
            if (job.State == JobState.Destroyed)
                _retired.Enqueue(job);
            else if (job is { Machine: { } machine, Placement: { } placement })
                machine.Take(job, placement.Boards);
            else
                _queue.Add(job);
        }

        Allocate();
        Tell();
    }

    /// <summary>Notes that somebody wants a job. Nothing happens if there is none.</summary>
    public void KeepAlive(Job job, string? host)
    {
        if (job.State != JobState.Destroyed)
            See(job, host);
    }

    /// <summary>Switches the boards of a job. Nothing happens if it has none.</summary>
    public void SetPower(Job job, bool on)
    {
        if (job.State is not (JobState.Power or JobState.Ready))
            return;

        OrderPower(job, on);
        Change(job);
        Tell();
    }

    /// <summary>The boards of a job are switched as an order said.</summary>
    public void FinishPower(Job job, int order)
    {
        if (job.State != JobState.Power || job.PowerOrders != order)
            return;

        job.State = JobState.Ready;
        Change(job);
        Tell();
    }

    /// <summary>Ends a job. Its boards are its own until <see cref="Release"/>.</summary>
    public void Destroy(Job job, string? reason)
    {
        if (job.State == JobState.Destroyed)
            return;

        End(job, reason);
        Allocate();
        Tell();
    }

    /// <summary>The boards of a job that is over are switched off: when they have rested, others may have them.</summary>
    public void Release(Job job)
    {
        if (_options.RestTime > TimeSpan.Zero)
        {
            _resting.Add((Now + _options.RestTime, job));
            return;
        }

        Free(job);
        Allocate();
        Tell();
    }

    /// <summary>Notes that somebody says that a board does not work.</summary>
    /// <returns>Whether the board went out of service by this.</returns>
    public bool Report(MachineBoards machine, BoardCoordinates board, int count = 1)
    {
        bool isOut = machine.Report(board, count, _options.ReportsToQuarantine);
        if (isOut)
            CheckQueue(machine);

        return isOut;
    }

    /// <summary>Lets a board that was reported be used again.</summary>
    public void Repair(MachineBoards machine, BoardCoordinates board)
    {
        if (machine.Repair(board))
            CheckQueue(machine);
    }

    /// <summary>Does what is due: ends jobs that nobody keeps alive, gives boards that have rested to others, and lets others pass who held up the queue for too long.</summary>
    public void RunDue()
    {
        TimeSpan now = Now;
        foreach (Job job in Live.Where(job => job.ExpiresAt <= now).ToArray())
            End(job, TimedOut);
        foreach ((TimeSpan Due, Job Job) rest in _resting.Where(rest => rest.Due <= now).ToArray())
        {
            _resting.Remove(rest);
            Free(rest.Job);
        }

        _queue.Yield(now);
        Allocate();
        Tell();
    }

    private void CheckQueue(MachineBoards machine)
    {
        Change(machine);
        Allocate();
        Tell();
    }

    private void See(Job job, string? host)
    {
        job.LastSeen = Now;
        job.LastSeenAt = _time.GetUtcNow();
        job.KeepAliveHost = host ?? job.KeepAliveHost;
    }

    private void Allocate()
    {
        foreach (Job job in _queue.RemoveImpossible())
            End(job, NothingSuitable);

        foreach ((Job job, MachineBoards machine, Placement placement) in _queue.Advance(Now))
        {
            job.Machine = machine;
            job.Placement = placement;
            OrderPower(job, on: true);
            Change(job);
            Change(machine);
        }
    }

    private void OrderPower(Job job, bool on)
    {
        job.State = JobState.Power;
        job.Power = on;
        job.PowerOrders++;
        _orders.Add(() => _observer.OnPowerWanted(job));
    }

    private void End(Job job, string? reason)
    {
        _queue.Remove(job);
        job.State = JobState.Destroyed;
        job.Power = null;
        job.Reason = reason;
        job.Finished = _time.GetUtcNow();
        job.PowerOrders++;
        Change(job);
        if (job.Machine is { } machine)
        {
            Change(machine);
            _orders.Add(() => _observer.OnEnded(job));
        }

        _retired.Enqueue(job);
        while (_retired.Count > _options.MaxRetiredJobs)
        {
            Job forgotten = _retired.Dequeue();
            _jobs.Remove(forgotten.Id);
        }
    }

    private static void Free(Job job) => job.Machine?.Free(job);

    private void Change(Job job)
    {
        job.Version++;
        if (!_changedJobs.Contains(job))
            _changedJobs.Add(job);
    }

    private void Change(MachineBoards machine)
    {
        if (!_changedMachines.Contains(machine))
            _changedMachines.Add(machine);
    }

    /// <summary>Tells the observer what has happened, when all of it has.</summary>
    private void Tell()
    {
        if (_changedJobs.Count > 0 || _changedMachines.Count > 0)
        {
            (Job[] jobs, MachineBoards[] machines) = ([.. _changedJobs], [.. _changedMachines]);
            _changedJobs.Clear();
            _changedMachines.Clear();
            _observer.OnChanged(jobs, machines);
        }

        Action[] orders = [.. _orders];
        _orders.Clear();
        foreach (Action order in orders)
            order();
    }
}
