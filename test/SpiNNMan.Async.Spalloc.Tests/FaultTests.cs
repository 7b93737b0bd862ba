using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>What servers, networks and computers do to a client.</summary>
internal sealed class FaultTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_connection_that_is_closed_without_a_word_is_opened_again([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        int tricks = 0;
        world.Classic.Trick = command => command is not "version" && tricks++ % 3 == 0 && command is not "create_job" ? Mischief.CloseBefore : Mischief.None;
        world.Rest.Trick = what => !what.Contains("system", StringComparison.Ordinal) && !what.StartsWith("POST", StringComparison.Ordinal) && tricks++ % 3 == 0 ? Mischief.CloseBefore : Mischief.None;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            await job.PowerOffAsync(cancellationToken).ConfigureAwait(false);
            await job.PowerOnAsync(cancellationToken).ConfigureAwait(false);
            Assert.That((await job.GetMachineAsync(cancellationToken).ConfigureAwait(false)).Hosts, Has.Count.EqualTo(3));
            Assert.That(tricks, Is.GreaterThan(6));
        }, cancellationToken);

        Assert.That(world.Lab.Jobs, Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_server_that_is_started_again_has_its_jobs_kept_alive([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        var warnings = new List<KeepAliveWarning>();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest, world.Options with { KeepAliveWarnings = new Told<KeepAliveWarning>(warnings) });
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(60) }, cancellationToken: cancellationToken).ConfigureAwait(false);
            for (int restart = 0; restart < 5; restart++)
            {
                world.Classic.Stop();
                world.Rest.IsUp = false;
                world.Rest.ExpireLogins();
                await world.DelayAsync(restart == 0 ? 37 : 20, cancellationToken).ConfigureAwait(false);
                world.Classic.IsUp = true;
                world.Rest.IsUp = true;
                await world.DelayAsync(70, cancellationToken).ConfigureAwait(false);
                Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(3), $"after restart {restart}");
            }

            Assert.That((await job.GetStatusAsync(cancellationToken).ConfigureAwait(false)).State, Is.EqualTo(JobState.Ready));
        }, cancellationToken);

        Assert.That(warnings, Is.Not.Empty);
        Assert.That(warnings[0].Silence, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(45)));
        Assert.That(warnings[0].Interval, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_is_kept_alive_whatever_code_of_its_user_throws([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        var warnings = new Furious();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest, world.Options with { KeepAliveWarnings = warnings });
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(60) }, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using CancellationTokenRegistration registration = job.Lost.Register(static () => throw new InvalidOperationException("the user's"));
            world.Classic.Stop();
            world.Rest.IsUp = false;
            await world.DelayAsync(37, cancellationToken).ConfigureAwait(false);
            world.Classic.IsUp = true;
            world.Rest.IsUp = true;
            await world.DelayAsync(300, cancellationToken).ConfigureAwait(false);

            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(3));
            await job.DisposeAsync().ConfigureAwait(false);
            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(4), "it is given back");
        }, cancellationToken);

        Assert.That(warnings.Reports, Is.Positive);
    }

    [Test, CancelAfter(60_000)]
    public async Task Whoever_disposes_of_an_allocator_again_waits_until_the_first_has_ended([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            BoardAllocator allocator = world.Open(rest);
            await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);

            Task first = allocator.DisposeAsync().AsTask();
            Task second = allocator.DisposeAsync().AsTask();

            Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
            await second.ConfigureAwait(false);
            Assert.That(first.IsCompleted, Is.True);
            Assert.That(world.Lab.Jobs.Single().Value.State, Is.EqualTo(4));
            await Catch.AsyncOf<ObjectDisposedException>(() => allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken)).ConfigureAwait(false);
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_server_that_forgot_everything_has_lost_the_job([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            world.Lab.ForgetAll();
            world.Classic.DropAll();
            await world.DelayAsync(30, cancellationToken).ConfigureAwait(false);

            Assert.That(job.Lost.IsCancellationRequested, Is.True);
            JobLostException error = await Catch.AsyncOf<JobLostException>(() => job.PowerOnAsync(cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Reason, Does.Contain("does not know it"));
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_create_whose_answer_was_lost_takes_the_job_that_fits([Values] bool rest, [Values] bool closes, CancellationToken cancellationToken)
    {
        using var world = new World();
        world.Lab.Create("other", 1, keepAlive: null);
        int left = 1;
        world.Classic.Trick = command => command is "create_job" && left-- > 0 ? (closes ? Mischief.CloseAfter : Mischief.SilentAfter) : Mischief.None;
        world.Rest.Trick = what => what.StartsWith("POST srv/spalloc/jobs", StringComparison.Ordinal) && left-- > 0 ? Mischief.CloseAfter : Mischief.None;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            Assert.That(job.Id, Is.EqualTo(2));
        }, cancellationToken);

        Assert.That(world.Lab.Jobs, Has.Count.EqualTo(2));
        Assert.That(world.Lab.Jobs[1].State, Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_create_whose_answer_was_lost_takes_no_job_if_none_or_several_fit([Values] bool several, CancellationToken cancellationToken)
    {
        using var world = new World();
        LabJob[] others = [];
        world.Classic.Trick = command =>
        {
            if (command is not "create_job")
                return Mischief.None;

            // Two other programs of the same owner create jobs of the same shape at the same time.
            others = several ? [Other(world), Other(world)] : [];
            return Mischief.CloseBefore;
        };
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            JobCreationUnknownException error = await Catch.AsyncOf<JobCreationUnknownException>(() => allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Candidates, Is.EqualTo(others.Select(static job => job.Id)));
        }, cancellationToken);

        Assert.That(others.Select(static job => job.State), Is.All.Not.EqualTo(4));
        Assert.That(world.Classic.Lines, Has.None.Contain("destroy_job"));

        static LabJob Other(World world)
        {
            LabJob job = world.Lab.Create("me@example.org", 1, keepAlive: 60);
            job.Args = "[1]";
            return job;
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_that_was_there_before_is_never_taken_for_the_one_whose_answer_was_lost(CancellationToken cancellationToken)
    {
        using var world = new World();
        LabJob earlier = world.Lab.Create("me@example.org", 1, keepAlive: null);
        earlier.Args = "[1]";
        world.Classic.Trick = static command => command is "create_job" ? Mischief.CloseBefore : Mischief.None;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            await Catch.AsyncOf<JobCreationUnknownException>(() => allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken)).ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(earlier.State, Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task Boards_are_given_back_within_two_seconds_also_when_the_server_is_silent([Values] bool rest, [Values] bool isSilent, CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            if (isSilent)
            {
                world.Classic.Trick = static _ => Mischief.SilentBefore;
                world.Rest.Latency = TimeSpan.FromHours(1);
            }

            TimeSpan start = world.Time.Elapsed;
            await job.DisposeAsync().ConfigureAwait(false);
            Assert.That(world.Time.Elapsed - start, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(2.1)));
            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(isSilent ? 3 : 4));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_server_that_was_started_again_just_before_is_still_told_to_destroy(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            world.Classic.DropAll();
            await job.DestroyAsync("no longer needed").ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("no longer needed"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Cancelling_an_allocation_gives_back_what_was_got([Values(0.0005, 0.004, 1.0, 100.0)] double after, [Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World(boards: 3);
        LabJob? first = after > 50 ? world.Lab.Create("other", 3, keepAlive: null) : null;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(after), world.Time);
            TimeSpan start = world.Time.Elapsed;
            await Catch.AsyncOf<OperationCanceledException>(() => allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: stop.Token)).ConfigureAwait(false);
            Assert.That(world.Time.Elapsed - start, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(after + 2.1)));
            await world.DelayAsync(5, cancellationToken).ConfigureAwait(false);
            Assert.That(world.Lab.Living, Is.EquivalentTo(first is null ? Array.Empty<LabJob>() : [first]));
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_computer_that_slept_longer_than_the_interval_learns_that_the_job_is_lost(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open();
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(30) }, cancellationToken: cancellationToken).ConfigureAwait(false);

            // As seen from the service, a computer that sleeps says nothing.
            world.Lab.Jobs[job.Id].Heard = world.Time.GetTimestamp() - TimeSpan.FromSeconds(100).Ticks;
            await world.DelayAsync(15, cancellationToken).ConfigureAwait(false);
            JobLostException error = await Catch.AsyncOf<JobLostException>(() => job.GetStatusAsync(cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Reason, Is.EqualTo("Cancelled: Job timed out."));
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_service_that_cannot_be_reached_is_given_up_with_a_clear_error([Values] bool rest, CancellationToken cancellationToken)
    {
        using var world = new World();
        world.Classic.IsUp = false;
        world.Rest.IsUp = false;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest);
            TimeSpan start = world.Time.Elapsed;
            SpinnakerConnectionException error = await Catch.AsyncOf<SpinnakerConnectionException>(() => allocator.ListMachinesAsync(cancellationToken)).ConfigureAwait(false);
            Assert.That(error.Message, Does.Contain("spalloc.example").And.Contain("Connection refused"));
            Assert.That(world.Time.Elapsed - start, Is.InRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60)));
        }, cancellationToken);
    }

    /// <summary>Is told, and throws.</summary>
    private sealed class Furious : IProgress<KeepAliveWarning>
    {
        public int Reports { get; private set; }

        public void Report(KeepAliveWarning value)
        {
            Reports++;
            throw new InvalidOperationException("the user's");
        }
    }
}
