namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>What stands behind a service in tests: boards that are lent, jobs that wait, expire and are destroyed. It checks by itself that no board is lent twice.</summary>
internal sealed class Lab
{
    private readonly TimeProvider _time;
    private readonly LabJob?[] _boards;
    private readonly ITimer _expiry;
    private int _lastId;

    public Lab(TimeProvider time, int boards = 24)
    {
        _time = time;
        _boards = new LabJob?[boards];
        _expiry = time.CreateTimer(_ => Expire(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>How long switching takes.</summary>
    public TimeSpan SwitchingTime { get; set; } = TimeSpan.FromSeconds(2);

    public SortedDictionary<int, LabJob> Jobs { get; } = [];

    /// <summary>The jobs that are not over.</summary>
    public IEnumerable<LabJob> Living => Jobs.Values.Where(static job => job.State != 4);

    /// <summary>Addresses of boards; 10.0.0.1, 10.0.1.1 and so on by default.</summary>
    public Func<int, string> AddressOf { get; set; } = static board => $"10.0.{board}.1";

    /// <summary>Reports of broken boards.</summary>
    public List<string> Reports { get; } = [];

    public event Action<int>? JobChanged;

    public event Action? MachineChanged;

    public int FreeBoards => _boards.Count(static owner => owner is null);

    public int BoardCount => _boards.Length;

    public LabJob Create(string owner, int boards, double? keepAlive)
    {
        var job = new LabJob(++_lastId, owner, boards > 1 ? (boards + 2) / 3 * 3 : 1, keepAlive, _time.GetUtcNow()) { Heard = _time.GetTimestamp() };
        Jobs[job.Id] = job;
        if (job.Count > _boards.Length || boards < 1)
            Destroy(job.Id, "Cancelled: No suitable machines available.");
        else
            Schedule();

        return job;
    }

    public void Touch(int id)
    {
        if (Jobs.TryGetValue(id, out LabJob? job))
            job.Heard = _time.GetTimestamp();
    }

    public void Switch(int id, bool on)
    {
        if (!Jobs.TryGetValue(id, out LabJob? job) || job.State is not (2 or 3))
            return;

        job.Power = on;
        job.State = 2;
        int switching = ++job.Switchings;
        JobChanged?.Invoke(id);
        After(SwitchingTime, () =>
        {
            if (job.State != 2 || job.Switchings != switching)
                return;

            job.State = 3;
            job.OnSwitched?.Invoke(on);
            JobChanged?.Invoke(id);
        });
    }

    public void Destroy(int id, string? reason)
    {
        if (!Jobs.TryGetValue(id, out LabJob? job) || job.State == 4)
            return;

        job.State = 4;
        job.Reason = reason;
        job.Power = null;
        for (int board = 0; board < _boards.Length; board++)
        {
            if (ReferenceEquals(_boards[board], job))
                _boards[board] = null;
        }

        job.Boards = [];
        JobChanged?.Invoke(id);
        MachineChanged?.Invoke();
        Schedule();
    }

    /// <summary>Forgets everything, as a server that is started cold.</summary>
    public void ForgetAll()
    {
        Jobs.Clear();
        Array.Clear(_boards);
    }

    public void Stop() => _expiry.Dispose();

    private void Schedule()
    {
        foreach (LabJob job in Jobs.Values.Where(static job => job.State == 1))
        {
            int[] free = [.. Enumerable.Range(0, _boards.Length).Where(board => _boards[board] is null).Take(job.Count)];
            if (free.Length < job.Count)
                return;

            foreach (int board in free)
            {
                if (_boards[board] is not null)
                    throw new InvalidOperationException($"Board {board} is lent twice.");

                _boards[board] = job;
            }

            job.Boards = free;
            job.State = 2;
            Switch(job.Id, on: true);
            MachineChanged?.Invoke();
        }
    }

    private void Expire()
    {
        foreach (LabJob job in Living.Where(job => job.KeepAlive is { } seconds && _time.GetElapsedTime(job.Heard).TotalSeconds > seconds).ToArray())
            Destroy(job.Id, "Cancelled: Job timed out.");
    }

    private void After(TimeSpan time, Action act)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                act();
            },
            null,
            time,
            Timeout.InfiniteTimeSpan);
    }
}
