using System.Globalization;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Jobs;

/// <summary>Clients that create jobs, forget them, keep them alive, die, and watch, in any order, on a machine of 24 boards whose service is restarted now and then.</summary>
internal sealed class RandomClientsTests
{
    private const int Width = 4;
    private const int Height = 2;
    private const int Clients = 8;
    private const int Steps = 150;

    /// <summary>How many seeds to try; SPINNMAN_SPALLOC_SEEDS says how many more than usual.</summary>
    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("SPINNMAN_SPALLOC_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) ? seeds : 100;

    [Test]
    public async Task No_job_is_lost_no_board_is_given_twice_and_nothing_hangs()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await using var run = new Run(seed);
                await run.RunAsync();
            }
            catch (Exception exception)
            {
                throw new AssertionException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>A job as a client knows it.</summary>
    private sealed record Held(int Id, TimeSpan? Interval)
    {
        /// <summary>Whether the client keeps it alive.</summary>
        public bool IsKept { get; set; } = true;
    }

    /// <summary>What a client that watches believes of the jobs: it looks at each when it hears of it.</summary>
    private sealed class Watcher(Func<int, JobSnapshot?> look) : IChangeListener
    {
        public Dictionary<int, (JobState, bool?)> Believed { get; } = [];

        public void OnChanged(IReadOnlyList<int> jobs, IReadOnlyList<string> machines)
        {
            foreach (int id in jobs)
            {
                if (look(id) is { } job)
                    Believed[id] = (job.State, job.Power);
            }
        }
    }

    private sealed class Run(int seed) : IAsyncDisposable
    {
        private readonly Random _random = new(seed);
        private readonly string _file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"clients-{Guid.NewGuid():N}.json");
        private readonly List<Held>[] _clients = [.. Enumerable.Range(0, Clients).Select(static _ => new List<Held>())];
        private LabWorld _world = null!;
        private Watcher _watcher = null!;

        public async Task RunAsync()
        {
            _world = new LabWorld(MakeGrid(), new LaboratoryOptions { StateFile = _random.Next(4) == 0 ? _file : null, Allocator = new AllocatorOptions { RestTime = TimeSpan.FromSeconds(_random.Next(3) * 5), QueuePatience = TimeSpan.FromMinutes(2) } });
            _world.Power.Duration = () => TimeSpan.FromMilliseconds(_random.Next(3000));
            await _world.StartAsync();
            Watch();
            _world.Power.Fails = () => _random.Next(40) == 0;
            for (int step = 0; step < Steps; step++)
            {
                await StepAsync();
                Check();
            }

            await EndAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _world.DisposeAsync();
            File.Delete(_file);
        }

        private BoardGrid MakeGrid()
        {
            var whole = new BoardGrid(Width, Height);
            return new BoardGrid(
                Width,
                Height,
                wraps: _random.Next(2) == 0,
                Enumerable.Range(0, _random.Next(4)).Select(_ => whole.PlaceOf(_random.Next(whole.Count))),
                Enumerable.Range(0, _random.Next(8)).Select(_ => (whole.PlaceOf(_random.Next(whole.Count)), _random.Next(6))));
        }

        private void Watch()
        {
            Dictionary<int, (JobState, bool?)> before = _watcher?.Believed ?? [];
            _watcher = new Watcher(_world.Laboratory.Find);
            foreach ((int id, (JobState, bool?) state) in before)
                _watcher.Believed[id] = state;
            _world.Laboratory.Add(_watcher);
        }

        private async Task StepAsync()
        {
            List<Held> client = _clients[_random.Next(Clients)];
            Held? one = client.Count > 0 ? client[_random.Next(client.Count)] : null;
            switch (_random.Next(14))
            {
                case 0 or 1 or 2 or 3:
                    TimeSpan? interval = _random.Next(5) == 0 ? null : TimeSpan.FromSeconds(_random.Next(5, 60));
                    client.Add(new Held(_world.Create(MakeRequest(), interval).Id, interval));
                    break;
                case 4 when one is not null:
                    one.IsKept = false;
                    break;
                case 5 when one is not null:
                    _world.Laboratory.Destroy(one.Id, "enough");
                    break;
                case 6 when one is not null:
                    _world.Laboratory.SetPower(one.Id, _random.Next(2) == 0, "127.0.0.1");
                    break;
                case 7 when _random.Next(3) == 0:
                    // A client that dies keeps nothing alive any more; a human ends what would go on for ever.
                    foreach (Held held in client.Where(static held => held.Interval is null))
                        _world.Laboratory.Destroy(held.Id, "its client died");
                    client.Clear();
                    break;
                case 8 when _random.Next(3) == 0:
                    await RestartAsync();
                    break;
                default:
                    Pass(TimeSpan.FromMilliseconds(_random.Next(10_000)));
                    break;
            }
        }

        private async Task RestartAsync()
        {
            bool isKept = File.Exists(_file) || _world.Laboratory.List(withEnded: true).Count == 0;
            if (!isKept)
                return;

            await _world.RestartAsync();
            Watch();
            foreach (JobSnapshot job in _world.Laboratory.List(withEnded: true))
                _watcher.Believed[job.Id] = (job.State, job.Power);
        }

        /// <summary>Lets time pass, in steps that are short enough for those who keep their jobs alive.</summary>
        private void Pass(TimeSpan time)
        {
            for (TimeSpan rest = time; rest > TimeSpan.Zero; rest -= TimeSpan.FromSeconds(2))
            {
                _world.Clock.Advance(rest < TimeSpan.FromSeconds(2) ? rest : TimeSpan.FromSeconds(2));
                foreach (Held held in _clients.SelectMany(static client => client).Where(static held => held.IsKept))
                    _world.Laboratory.KeepAlive(held.Id, "127.0.0.1");
            }
        }

        private BoardRequest MakeRequest() => (_random.Next(6) switch
        {
            0 or 1 => BoardRequest.Boards(1),
            2 or 3 => BoardRequest.Boards(_random.Next(1, 25)),
            4 => BoardRequest.Triads(_random.Next(1, 5), _random.Next(1, 3)),
            _ => BoardRequest.Place(new BoardCoordinates(_random.Next(4), _random.Next(2), _random.Next(3))),
        }) with
        {
            MaxDeadBoards = _random.Next(2) == 0 ? null : _random.Next(3),
            Tags = _random.Next(3) == 0 ? ["big"] : [],
            RequireTorus = _random.Next(20) == 0,
        };

        private void Check()
        {
            var taken = new HashSet<BoardCoordinates>();
            foreach (JobSnapshot job in _world.Laboratory.List())
            {
                foreach (BoardCoordinates board in job.Placement?.Boards ?? [])
                {
                    if (!taken.Add(board))
                        Assert.Fail($"{board} is of job {job.Id} and of another");
                    if (_world.Machine.Grid.DeadBoards.Contains(board))
                        Assert.Fail($"{board} of job {job.Id} is dead");
                    if (job is { State: JobState.Ready, Power: { } power } && _world.Power.IsOn(board) != power)
                        Assert.Fail($"{board} of job {job.Id} is {(power ? "off" : "on")}");
                }

                if (_watcher.Believed.GetValueOrDefault(job.Id) != (job.State, job.Power))
                    Assert.Fail($"nobody was told that job {job.Id} is {job.State}");
            }

            Assert.That(_world.Power.Faults, Is.Empty);
        }

        /// <summary>When all clients are gone, nothing is left.</summary>
        private async Task EndAsync()
        {
            foreach (List<Held> client in _clients)
            {
                foreach (Held held in client.Where(static held => held.Interval is null))
                    _world.Laboratory.Destroy(held.Id, "its client died");
                client.Clear();
            }

            // Jobs that were kept over a restart may be nobody's, and for ever.
            foreach (JobSnapshot job in _world.Laboratory.List().Where(static job => job.Ticket.KeepAlive is null))
                _world.Laboratory.Destroy(job.Id, "nobody's");

            _world.Power.Fails = static () => false;
            for (int i = 0; i < 100 && _world.Laboratory.List().Count + _world.Power.Boards.Count > 0; i++)
            {
                _world.Clock.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }

            Assert.That(_world.Laboratory.List(), Is.Empty, "jobs are left");

            // A restart moves the work of switching to other threads, which the clock does not wait for.
            await UntilAsync(() => _world.Power.Boards.Count == 0);
            await UntilAsync(() => _world.Machine.Grid.Places.All(board => _world.Machine.Boards.HolderOf(board) is null));

            // Whatever the last failure left is made good by the next job.
            JobSnapshot all = _world.Create(BoardRequest.Triads(1, 1) with { MaxDeadBoards = null });
            await UntilAsync(() => _world.Look(all).State == JobState.Ready);
        }

        /// <summary>Lets time pass until something is so.</summary>
        private Task UntilAsync(Func<bool> isSo) => Poll.UntilAsync(() =>
        {
            _world.Clock.Advance(TimeSpan.FromSeconds(5));
            return isSo();
        });
    }
}
