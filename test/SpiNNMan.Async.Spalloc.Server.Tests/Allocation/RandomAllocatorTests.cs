using CsCheck;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Allocation;

/// <summary>What holds of the allocator whatever is asked of it, and in whatever order.</summary>
internal sealed class RandomAllocatorTests
{
    private const int Width = 4;
    private const int Height = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private enum What
    {
        Create,
        KeepAlive,
        Destroy,
        Switch,
        Report,
        Wait,
    }

    private static readonly Gen<BoardRequest> s_requests = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 26], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[-1, 3], Gen.Int[0, 23]).Select(
        static (kind, count, width, height, dead, place) => (kind switch
        {
            0 => BoardRequest.Boards(1),
            1 => BoardRequest.Boards(count),
            2 => BoardRequest.Triads(width, height),
            _ => BoardRequest.Place(new BoardGrid(Width, Height).PlaceOf(place)),
        }) with
        { MaxDeadBoards = dead < 0 ? null : dead });

    private static readonly Gen<(What What, BoardRequest Request, int Pick, int Time)> s_steps =
        Gen.Select(Gen.Frequency((4, Gen.Const(What.Create)), (3, Gen.Const(What.KeepAlive)), (3, Gen.Const(What.Destroy)), (2, Gen.Const(What.Switch)), (1, Gen.Const(What.Report)), (3, Gen.Const(What.Wait))), s_requests, Gen.Int[0, 1000], Gen.Int[0, 60]);

    private static readonly Gen<BoardGrid> s_grids = Gen.Select(Gen.Bool, Gen.Int[0, 23].Array[0, 4], Gen.Select(Gen.Int[0, 23], Gen.Int[0, 5]).Array[0, 12]).Select(static (wraps, dead, links) =>
    {
        var whole = new BoardGrid(Width, Height, wraps);
        return new BoardGrid(Width, Height, wraps, dead.Select(whole.PlaceOf), links.Select(link => (whole.PlaceOf(link.Item1), link.Item2)));
    });

    [Test]
    public void Boards_are_of_one_job_work_and_hang_together() =>
        Gen.Select(s_grids, s_steps.Array[1, 80]).Sample((grid, steps) =>
        {
            var run = new Run(grid, s_patience);
            foreach (var step in steps)
            {
                run.Do(step.What, step.Request, step.Pick, step.Time);
                run.CheckBoards();
            }
        }, iter: 200);

    [Test]
    public void A_job_is_overtaken_ten_times_at_the_most() =>
        Gen.Select(s_grids, s_steps.Array[40, 160]).Sample((grid, steps) =>
        {
            var run = new Run(grid, TimeSpan.FromDays(1));
            foreach (var step in steps)
                run.Do(step.What, step.Request, step.Pick, step.Time);

            Assert.That(run.Overtaken.Values, Is.All.LessThanOrEqualTo(10));
        }, iter: 200);

    [Test]
    public void A_job_whose_boards_are_free_does_not_wait_for_ever_for_one_whose_boards_are_not() =>
        Gen.Select(s_grids, s_steps.Array[40, 120]).Sample((grid, steps) =>
        {
            var run = new Run(grid, s_patience);
            foreach (var step in steps.Where(static step => step.What != What.Wait))
                run.Do(step.What, step.Request, step.Pick, step.Time);

            // Those that have boards keep them for ever from now on.
            for (int turn = 0; turn < 60; turn++)
                run.Pass(s_patience + TimeSpan.FromSeconds(1));

            Assert.That(run.Waiting.Where(job => BoardSearch.FindFree(run.Machine, job.Ticket.Request) is not null).Select(static job => job.Id), Is.Empty);
        }, iter: 200);

    [Test]
    public void Every_job_that_a_machine_has_boards_for_gets_some_when_those_before_it_end() =>
        Gen.Select(s_grids, s_steps.Array[1, 100]).Sample((grid, steps) =>
        {
            var run = new Run(grid, s_patience);
            foreach (var step in steps)
                run.Do(step.What, step.Request, step.Pick, step.Time);

            Job[] waiting = [.. run.Waiting];
            for (int turn = 0; turn < 1000 && run.Allocator.Live.Any(); turn++)
            {
                foreach (Job job in run.Allocator.Live.Where(static job => job.State != JobState.Queued).ToArray())
                    run.Allocator.Destroy(job, null);
            }

            Assert.That(run.Allocator.Live, Is.Empty);
            Assert.That(waiting.Where(static job => job.Placement is null), Is.Empty);
            Assert.That(grid.Places.Where(place => run.Machine.HolderOf(place) is not null), Is.Empty);
        }, iter: 200);

    /// <summary>An allocator whose boards are switched at once, and the jobs that were created.</summary>
    private sealed class Run : IAllocatorObserver
    {
        private readonly SimulatedTime _clock = new();

        public Run(BoardGrid grid, TimeSpan patience)
        {
            Machine = new MachineBoards("m", [], grid);
            Allocator = new BoardAllocator([Machine], new AllocatorOptions { QueuePatience = patience, MaxRetiredJobs = 10 }, _clock, this);
        }

        public MachineBoards Machine { get; }

        public BoardAllocator Allocator { get; }

        /// <summary>How many later jobs got boards while a job waited.</summary>
        public Dictionary<Job, int> Overtaken { get; } = [];

        public IEnumerable<Job> Waiting => Allocator.Live.Where(static job => job.State == JobState.Queued);

        public void Do(What what, BoardRequest request, int pick, int time)
        {
            Job[] live = [.. Allocator.Live];
            Job? one = live.Length > 0 ? live[pick % live.Length] : null;
            switch (what)
            {
                case What.Create:
                    Allocator.Create(new JobTicket("me", request, time == 0 ? null : TimeSpan.FromSeconds(20 * time), default));
                    break;
                case What.KeepAlive when one is not null:
                    Allocator.KeepAlive(one, null);
                    break;
                case What.Destroy when one is not null:
                    Allocator.Destroy(one, "enough");
                    break;
                case What.Switch when one is not null:
                    Allocator.SetPower(one, pick % 2 == 0);
                    break;
                case What.Report when Machine.OutOfService.Count() < 8:
                    Allocator.Report(Machine, Machine.Grid.PlaceOf(pick % Machine.Grid.Count));
                    break;
                case What.Wait:
                    Pass(TimeSpan.FromSeconds(time));
                    break;
            }
        }

        public void Pass(TimeSpan time)
        {
            _clock.Advance(time);
            Allocator.RunDue();
            Assert.That(Allocator.Live.Where(job => job.ExpiresAt <= Allocator.Now), Is.Empty, "jobs that nobody wants are over");
        }

        public void CheckBoards()
        {
            var taken = new HashSet<BoardCoordinates>();
            foreach (Job job in Allocator.Live.Where(static job => job.Placement is not null))
            {
                Placement placement = job.Placement!;
                Assert.That(placement.Boards, Has.Count.GreaterThan(0));
                foreach (BoardCoordinates board in placement.Boards)
                {
                    Assert.That(taken.Add(board), $"{board} is of two jobs");
                    Assert.That(Machine.Grid.DeadBoards, Has.No.Member(board));
                    Assert.That(Machine.HolderOf(board), Is.SameAs(job));
                }

                CheckShape(job.Ticket.Request, placement);
            }
        }

        public void OnChanged(IReadOnlyList<Job> jobs, IReadOnlyList<MachineBoards> machines)
        {
        }

        public void OnPowerWanted(Job job)
        {
            if (job.PowerOrders == 1)
            {
                foreach (Job before in Waiting.Where(before => before.Order < job.Order))
                    Overtaken[before] = Overtaken.GetValueOrDefault(before) + 1;
            }

            Allocator.FinishPower(job, job.PowerOrders);
        }

        public void OnEnded(Job job) => Allocator.Release(job);

        private void CheckShape(BoardRequest request, Placement placement)
        {
            if (request.Shape == RequestShape.Place)
                Assert.That(placement.Boards, Is.EqualTo(new[] { request.Root!.Value }));
            if (request.Shape == RequestShape.Boards)
                Assert.That(placement.Boards, Has.Count.GreaterThanOrEqualTo(request.Count));
            if (request.Shape == RequestShape.Triads)
                Assert.That((placement.Width, placement.Height), Is.EqualTo((request.Width, request.Height)));
            if (!placement.IsSingle && request.MaxDeadBoards is { } most)
                Assert.That((3 * placement.Width * placement.Height) - placement.Boards.Count, Is.LessThanOrEqualTo(most));

            // Every board can be reached from the first over links that work and boards of the job.
            HashSet<BoardCoordinates> reached = [placement.Corner];
            bool grows = true;
            while (grows)
            {
                grows = false;
                foreach (BoardCoordinates board in placement.Boards.Where(IsBesideReached))
                    grows |= reached.Add(board);
            }

            Assert.That(reached, Is.EquivalentTo(placement.Boards));

            bool IsBesideReached(BoardCoordinates board) =>
                Enumerable.Range(0, 6).Any(link => !Machine.Grid.IsLinkDead(board, link) && Machine.Grid.Neighbour(board, link) is { } other && reached.Contains(other));
        }
    }
}
