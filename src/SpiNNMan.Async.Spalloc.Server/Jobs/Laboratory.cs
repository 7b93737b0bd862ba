using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Machines whose boards are handed out to jobs. The jobs are the same for everyone, whatever protocol they speak.</summary>
/// <remarks>Safe to be used from several threads. Nothing is sent, and nothing waits, while it is locked.</remarks>
internal sealed class Laboratory : IAllocatorObserver, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LaboratoryOptions _options;
    private readonly LabMachine[] _machines;
    private readonly BoardAllocator _allocator;
    private readonly PowerSwitching _switching;
    private readonly StateKeeper? _keeper;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IChangeListener> _listeners = [];
    private bool _isDisposed;

    /// <param name="machines">The machines; those that come first are preferred.</param>
    /// <param name="options">How it is run.</param>
    public Laboratory(IEnumerable<LabMachine> machines, LaboratoryOptions options)
    {
        _options = options;
        _machines = [.. machines];
        _allocator = new BoardAllocator(_machines.Select(static machine => machine.Boards), options.Allocator, options.TimeProvider, this);
        _switching = new PowerSwitching(this, options, _stopping.Token);
        _keeper = options.StateFile is { } file ? new StateKeeper(file, options, TakeState) : null;
        _timer = LongLived.Start(this, static self => self._options.TimeProvider.CreateTimer(
            static state => ((Laboratory)state!).RunDue(), self, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    public IReadOnlyList<LabMachine> Machines => _machines;

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Is cancelled when the laboratory closes.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Brings back the jobs from before a restart, and switches off all boards that no job has.</summary>
    /// <exception cref="SpallocStateException">The file with the jobs cannot be read, or makes no sense.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_keeper is not null && await _keeper.ReadAsync(cancellationToken).ConfigureAwait(false) is { } state)
        {
            Restore(state);
            await RestorePowerAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAll(_machines.Select(machine => machine.Power.SwitchOffAsync([.. machine.Grid.Places.Where(board => IsIdle(machine, board))], cancellationToken))).ConfigureAwait(false);
        _keeper?.Start();

        bool IsIdle(LabMachine machine, BoardCoordinates board)
        {
            lock (_gate)
                return machine.Has(board) && !machine.Grid.DeadBoards.Contains(board) && machine.Boards.HolderOf(board) is null;
        }
    }

    /// <summary>The machine with a name.</summary>
    public LabMachine? FindMachine(string name) => Array.Find(_machines, machine => string.Equals(machine.Name, name, StringComparison.Ordinal));

    /// <summary>Creates a job. It may have boards, or be over, when this returns.</summary>
    public JobSnapshot Create(JobTicket ticket) => Do(() => Look(_allocator.Create(ticket with { Created = _options.TimeProvider.GetUtcNow() })));

    /// <summary>A job; <see langword="null"/> if there is none with the number, or it is forgotten.</summary>
    public JobSnapshot? Find(int id)
    {
        lock (_gate)
            return _allocator.Find(id) is { } job ? Look(job) : null;
    }

    /// <summary>The jobs, oldest first.</summary>
    /// <param name="withEnded">Whether those that are over are wanted as well.</param>
    public IReadOnlyList<JobSnapshot> List(bool withEnded = false)
    {
        lock (_gate)
            return [.. (withEnded ? _allocator.All : _allocator.Live).Select(Look)];
    }

    /// <summary>Notes that somebody wants a job, and looks at it.</summary>
    public JobSnapshot? KeepAlive(int id, string? host) => Act(id, job => _allocator.KeepAlive(job, host));

    /// <summary>Switches the boards of a job. Nothing happens if it has none.</summary>
    public JobSnapshot? SetPower(int id, bool on, string? host) => Act(id, job =>
    {
        _allocator.KeepAlive(job, host);
        _allocator.SetPower(job, on);
    });

    /// <summary>Ends a job. Nothing happens if there is none.</summary>
    public JobSnapshot? Destroy(int id, string? reason) => Act(id, job => _allocator.Destroy(job, reason));

    /// <summary>Notes that somebody says that a board does not work.</summary>
    /// <returns>Whether no new job gets the board from now on.</returns>
    public bool Report(LabMachine machine, BoardCoordinates board) => Do(() =>
    {
        _allocator.Report(machine.Boards, board);
        _keeper?.Note();
        return machine.Boards.IsOutOfService(board);
    });

    /// <summary>Lets a board that was reported be used again.</summary>
    public void Repair(LabMachine machine, BoardCoordinates board) => Do(() =>
    {
        _allocator.Repair(machine.Boards, board);
        _keeper?.Note();
    });

    /// <summary>The boards of a machine that no new job gets, and the links that do not work.</summary>
    public (IReadOnlyList<BoardCoordinates> Boards, IReadOnlyList<(BoardCoordinates Board, int Link)> Links) Defects(LabMachine machine)
    {
        lock (_gate)
            return ([.. machine.Boards.OutOfService], [.. machine.Grid.DeadLinks]);
    }

    /// <summary>Where a board is, and who has it.</summary>
    public WhereIs? WhereIsBoard(LabMachine machine, BoardCoordinates board) => machine.Has(board) ? WhereIsChip(machine, BoardGrid.CornerOf(board)) : null;

    /// <summary>Where a chip of a machine is, and who has it.</summary>
    public WhereIs? WhereIsChip(LabMachine machine, (int X, int Y) chip)
    {
        if (machine.Grid.Locate(chip.X, chip.Y) is not { } place || !machine.Has(place.Board))
            return null;

        lock (_gate)
        {
            Job? holder = machine.Boards.HolderOf(place.Board) is { State: not JobState.Destroyed } job ? job : null;
            return new WhereIs(machine.Name, place.Board, machine.PositionOf(place.Board), chip, (place.LocalX, place.LocalY), holder?.Id, holder?.Placement?.ToJob(machine.Grid, chip.X, chip.Y));
        }
    }

    /// <summary>Where a chip of a job is.</summary>
    public WhereIs? WhereIsJobChip(int id, (int X, int Y) chip) =>
        Find(id) is { HasBoards: true, Machine: { } machine, Placement: { } placement } && placement.ToMachine(machine.Grid, chip.X, chip.Y) is { } place ? WhereIsChip(machine, place) : null;

    /// <summary>Tells a listener of everything that changes from now on, until it is removed.</summary>
    public void Add(IChangeListener listener)
    {
        lock (_gate)
            _listeners.Add(listener);
    }

    public void Remove(IChangeListener listener)
    {
        lock (_gate)
            _listeners.Remove(listener);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _switching.EndAsync().ConfigureAwait(false);
        if (_keeper is not null)
            await _keeper.DisposeAsync().ConfigureAwait(false);
        foreach (LabMachine machine in _machines)
            await machine.Power.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    void IAllocatorObserver.OnChanged(IReadOnlyList<Job> jobs, IReadOnlyList<MachineBoards> machines)
    {
        int[] numbers = [.. jobs.Select(static job => job.Id)];
        string[] names = [.. machines.Select(static machine => machine.Name)];
        foreach (IChangeListener listener in _listeners)
            listener.OnChanged(numbers, names);

        _keeper?.Note();
    }

    void IAllocatorObserver.OnPowerWanted(Job job) => _switching.Want(job);

    void IAllocatorObserver.OnEnded(Job job) => _switching.Want(job);

    /// <summary>Does something to the jobs, and afterwards, unlocked, begins what follows from it.</summary>
    internal void Do(Action act) => Do<object?>(() =>
    {
        act();
        return null;
    });

    /// <inheritdoc cref="Do(Action)"/>
    internal T Do<T>(Func<T> act)
    {
        T result;
        lock (_gate)
        {
            result = act();
            Arm();
        }

        _switching.StartWanted();
        return result;
    }

    /// <summary>The next order for the boards of a job. Without one, its switching is forgotten.</summary>
    /// <param name="job">The job.</param>
    /// <param name="doneOrder">The order that was done last.</param>
    internal PowerOrder? TakeOrder(Job job, int doneOrder)
    {
        lock (_gate)
        {
            if (job.PowerOrders == doneOrder || job is not { Machine: { } boards, Placement: { } placement })
            {
                _switching.Forget(job);
                return null;
            }

            LabMachine machine = Array.Find(_machines, one => ReferenceEquals(one.Boards, boards))!;
            return new PowerOrder(job.PowerOrders, machine, placement, TurnsOn: job.Power is true, IsLast: job.State == JobState.Destroyed);
        }
    }

    /// <summary>Tells the allocator that an order was done.</summary>
    internal void Finish(Job job, PowerOrder order) => Do(() =>
    {
        if (order.IsLast)
            _allocator.Release(job);
        else
            _allocator.FinishPower(job, order.Number);
    });

    /// <summary>Ends a job whose boards could not be switched.</summary>
    internal void Fail(Job job, PowerOrder order, string error) => Do(() =>
    {
        if (job.PowerOrders == order.Number)
            _allocator.Destroy(job, $"Machine configuration failed. Error: {error}");
    });

    private JobSnapshot? Act(int id, Action<Job> act) => Do(() =>
    {
        if (_allocator.Find(id) is not { } job)
            return null;

        act(job);
        return Look(job);
    });

    private void RunDue()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
        }

        Do(_allocator.RunDue);
    }

    /// <summary>Sets the timer for what is due next.</summary>
    private void Arm()
    {
        if (_isDisposed)
            return;

        TimeSpan wait = _allocator.NextDue is { } due ? due - _allocator.Now : Timeout.InfiniteTimeSpan;
        if (wait != Timeout.InfiniteTimeSpan)
        {
            // Timers count milliseconds: one that fires too early would find nothing to do, again and again.
            wait = TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, TimeSpan.FromDays(1).TotalMilliseconds));
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private JobSnapshot Look(Job job) => new(
        job.Id,
        job.Ticket,
        job.State,
        job.Power,
        job.Reason,
        job.Finished,
        job.KeepAliveHost,
        job.LastSeenAt,
        job.Machine is { } boards ? FindMachine(boards.Name) : null,
        job.Placement,
        job.Version);

    private SavedState TakeState()
    {
        lock (_gate)
            return JobSaving.Save(_allocator);
    }

    private void Restore(SavedState state)
    {
        try
        {
            Do(() => JobSaving.Restore(state, _allocator, _options.TimeProvider.GetUtcNow()));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw new SpallocStateException(_options.StateFile!, exception.Message, exception);
        }
    }

    /// <summary>Switches the boards of jobs that lost their power meanwhile, whose links lead to other boards again, or that were about to be switched.</summary>
    private async Task RestorePowerAsync(CancellationToken cancellationToken)
    {
        foreach (JobSnapshot job in List().Where(static job => job.HasBoards))
        {
            IBoardPower power = job.Machine!.Power;
            bool isAsItShallBe = job.State == JobState.Ready
                && job.Placement!.Boards.All(board => power.IsOn(board) == job.Power)
                && (job.Power is not true || await power.AreCutAsync([.. job.Placement.LinksThatLeave(job.Machine.Grid)], cancellationToken).ConfigureAwait(false));
            if (!isAsItShallBe)
                Act(job.Id, one => _allocator.SetPower(one, job.Power ?? true));
        }
    }
}
