using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Allocation by the classic protocol.</summary>
internal sealed class ClassicTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_job_gets_ready_and_is_destroyed_in_the_end(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            var told = new List<AllocationProgress>();
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), new Told<AllocationProgress>(told), cancellationToken).ConfigureAwait(false);
            JobMachine machine = await job.GetMachineAsync(cancellationToken).ConfigureAwait(false);

            Assert.That(told.Select(static one => one.Status.State).Distinct(), Is.EqualTo(new[] { JobState.Power, JobState.Ready }));
            Assert.That(machine.Hosts, Has.Count.EqualTo(3));
            Assert.That(machine.RootHost, Is.EqualTo("10.0.0.1"));
            Assert.That(machine.Hosts[0].Chip, Is.Not.EqualTo(default(ChipLocation)));
            Assert.That(machine.Boards, Has.Member(new LogicalBoard(0, 0, 2)));
            Assert.That(job.Status.State, Is.EqualTo(JobState.Ready));
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("finished"));
        Assert.That(world.Lab.FreeBoards, Is.EqualTo(24));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_is_kept_alive_for_hours_and_no_longer_than_it_is_held(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(10) }, cancellationToken: cancellationToken).ConfigureAwait(false);
            await world.DelayAsync(3 * 3600, cancellationToken).ConfigureAwait(false);
            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(3));

            await job.ReleaseAsync().ConfigureAwait(false);
            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(3));
            await world.DelayAsync(15, cancellationToken).ConfigureAwait(false);
            Assert.That(world.Lab.Jobs[job.Id].Reason, Is.EqualTo("Cancelled: Job timed out."));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task An_allocation_that_takes_minutes_tells_its_place_in_the_queue(CancellationToken cancellationToken)
    {
        using var world = new World(boards: 3);
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            world.Lab.Create("other", 3, keepAlive: null);
            LabJob second = world.Lab.Create("other", 3, keepAlive: null);
            var told = new List<AllocationProgress>();
            Task<AllocatedJob> allocating = allocator.AllocateAsync(BoardRequest.ForBoards(1), new Told<AllocationProgress>(told), cancellationToken);
            await world.DelayAsync(300, cancellationToken).ConfigureAwait(false);
            world.Lab.Destroy(1, "done");
            await world.DelayAsync(300, cancellationToken).ConfigureAwait(false);
            world.Lab.Destroy(second.Id, "done");
            await using AllocatedJob job = await allocating.ConfigureAwait(false);

            Assert.That(told.Select(static one => (one.Status.State, one.Status.QueuePosition)), Is.EqualTo(new (JobState, int?)[]
            {
                (JobState.Queued, 2), (JobState.Queued, 1), (JobState.Power, null), (JobState.Ready, null),
            }));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_can_never_be_met_is_told_with_the_reason_of_the_service(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            JobLostException error = await Catch.AsyncOf<JobLostException>(() => allocator.AllocateAsync(BoardRequest.ForBoards(100), cancellationToken: cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Reason, Is.EqualTo("Cancelled: No suitable machines available."));
            Assert.That(error.Message, Does.Contain("Job 1 of spalloc.example").And.Contain("No suitable machines"));
        }, cancellationToken);

        Assert.That(world.Classic.Lines, Has.None.Contain("destroy_job"), "it is over already");
    }

    [Test, CancelAfter(60_000)]
    public async Task Loss_of_a_job_ends_every_call_that_waits_with_one_error(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            world.Lab.SwitchingTime = TimeSpan.FromHours(1);
            Task[] waiting = [job.PowerOffAsync(cancellationToken), job.ResetAsync(cancellationToken), job.WaitUntilReadyAsync(cancellationToken: cancellationToken)];
            await world.DelayAsync(100, cancellationToken).ConfigureAwait(false);
            world.Lab.Destroy(job.Id, "the cooling failed");

            foreach (Task one in waiting)
            {
                JobLostException error = await Catch.AsyncOf<JobLostException>(() => one).ConfigureAwait(false);
                Assert.That((error.JobId, error.Reason), Is.EqualTo((1, "the cooling failed")));
            }

            Assert.That(job.Lost.IsCancellationRequested, Is.True);
            await Catch.AsyncOf<JobLostException>(() => job.GetMachineAsync(cancellationToken)).ConfigureAwait(false);
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("the cooling failed"));
    }

    [Test, CancelAfter(60_000)]
    public async Task States_can_be_watched_to_the_end(CancellationToken cancellationToken)
    {
        using var world = new World();
        var seen = new List<(JobState, bool?)>();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            AllocatedJob job = await allocator.CreateAsync(BoardRequest.ForBoards(1), cancellationToken).ConfigureAwait(false);
            Task watching = WatchAsync(job);
            await world.DelayAsync(10, cancellationToken).ConfigureAwait(false);
            await job.PowerOffAsync(cancellationToken).ConfigureAwait(false);
            await world.DelayAsync(10, cancellationToken).ConfigureAwait(false);
            world.Lab.Destroy(job.Id, "enough");
            await watching.ConfigureAwait(false);
            Assert.That(job.Status.Reason, Is.EqualTo("enough"));
        }, cancellationToken);

        Assert.That(seen, Is.EqualTo(new (JobState, bool?)[] { (JobState.Power, true), (JobState.Ready, true), (JobState.Power, false), (JobState.Ready, false), (JobState.Destroyed, null) }));

        async Task WatchAsync(AllocatedJob job)
        {
            await foreach (JobStatus status in job.WatchAsync(cancellationToken).ConfigureAwait(false))
                seen.Add((status.State, status.Power));
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Answers_in_single_bytes_are_understood(CancellationToken cancellationToken)
    {
        using var world = new World();
        world.Classic.Pieces = 1;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            Assert.That((await allocator.ListJobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Single().Request, Is.EqualTo("3 boards"));
            Assert.That((await allocator.ListMachinesAsync(cancellationToken).ConfigureAwait(false)).Single().DeadLinks, Is.EqualTo(new[] { new DeadBoardLink(new LogicalBoard(0, 0, 1), 2) }));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_that_is_taken_over_is_kept_alive_and_left_to_others_again(CancellationToken cancellationToken)
    {
        using var world = new World();
        LabJob theirs = world.Lab.Create("other", 1, keepAlive: 30);
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            await using (AllocatedJob job = await allocator.ResumeAsync(theirs.Id, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                await world.DelayAsync(600, cancellationToken).ConfigureAwait(false);
                Assert.That(theirs.State, Is.EqualTo(3));
            }

            Assert.That(theirs.State, Is.EqualTo(3));
            await Catch.AsyncOf<JobLostException>(() => allocator.ResumeAsync(99, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task To_look_at_a_job_does_not_keep_it_alive([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        LabJob theirs = world.Lab.Create("other", 1, keepAlive: 30);
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            for (int second = 0; second < 40; second++)
            {
                await allocator.GetJobAsync(theirs.Id, cancellationToken).ConfigureAwait(false);
                await allocator.ListJobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                await world.DelayAsync(1, cancellationToken).ConfigureAwait(false);
            }

            Assert.That((await allocator.GetJobAsync(theirs.Id, cancellationToken).ConfigureAwait(false)).Status.Reason, Is.EqualTo("Cancelled: Job timed out."));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task Versions_that_are_not_known_are_refused_unless_they_are_to_be_ignored(CancellationToken cancellationToken)
    {
        using var world = new World();
        world.Classic.Version = "9.0";
        await world.RunAsync(async () =>
        {
            await using BoardAllocator refusing = world.Open();
            AllocationException error = await Catch.AsyncOf<AllocationException>(() => refusing.GetServiceAsync(cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Message, Does.Contain("'9.0'").And.Contain("IgnoreVersion"));

            await using BoardAllocator ignoring = world.Open(options: world.Options with { IgnoreVersion = true });
            Assert.That((await ignoring.GetServiceAsync(cancellationToken).ConfigureAwait(false)).Version, Is.EqualTo(new Version(9, 0, 0)));
        }, cancellationToken);
    }

    [Test]
    public void Requests_that_the_protocol_cannot_carry_are_refused_before_anything_is_sent()
    {
        using var world = new World();
        BoardRequest[] wrong =
        [
            BoardRequest.ForAddress("10.0.0.1"), BoardRequest.ForBoard(new LogicalBoard(0, 0, 0)), BoardRequest.ForBoards(1) with { Group = "g" },
            BoardRequest.ForBoards(1) with { Machine = "m", Tags = ["t"] }, BoardRequest.ForBoards(1) with { Size = new TriadSize(1, 1) },
            BoardRequest.ForBoard(new LogicalBoard(0, 0, 3), "m"),
        ];
        Assert.Multiple(() =>
        {
            foreach (BoardRequest request in wrong)
                Assert.That(async () => await world.Open().CreateAsync(request).ConfigureAwait(false), Throws.TypeOf<InvalidParameterException>(), request.ToString());
        });
        Assert.That(world.Classic.Lines, Is.Empty);
    }
}
