using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Jobs;

/// <summary>The life of jobs.</summary>
internal sealed class LaboratoryTests
{
    [Test]
    public async Task A_job_gets_boards_that_are_switched_on_and_off_again()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        world.Power.Duration = static () => TimeSpan.FromSeconds(2);
        await world.StartAsync();
        world.Power.Log.Clear();

        JobSnapshot job = world.Create(BoardRequest.Boards(3));
        Assert.That((job.State, job.Power), Is.EqualTo((JobState.Power, true)));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(world.Look(job).State, Is.EqualTo(JobState.Ready));
        world.Laboratory.SetPower(job.Id, on: false, null);
        Assert.That((world.Look(job).State, world.Look(job).Power), Is.EqualTo((JobState.Power, false)));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((world.Look(job).State, world.Look(job).Power), Is.EqualTo((JobState.Ready, false)));
        world.Laboratory.Destroy(job.Id, "enough");
        Assert.That((world.Look(job).State, world.Look(job).Power, world.Look(job).Reason), Is.EqualTo((JobState.Destroyed, (bool?)null, "enough")));
        world.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(world.Power.Log.Select(static entry => entry.Split(' ')[0]), Is.EqualTo(new[] { "on", "off", "off" }));
        Assert.That(world.Power.Boards, Is.Empty);
    }

    [Test]
    public async Task Boards_are_nobodys_before_they_are_off_and_have_rested()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1), new LaboratoryOptions { Allocator = new AllocatorOptions { RestTime = TimeSpan.FromSeconds(30) } });
        world.Power.Duration = static () => TimeSpan.FromSeconds(1);
        await world.StartAsync();
        JobSnapshot first = world.Create(BoardRequest.Boards(3));
        JobSnapshot second = world.Create(BoardRequest.Boards(1));
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        world.Laboratory.Destroy(first.Id, null);
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(world.Look(second).State, Is.EqualTo(JobState.Queued));
        world.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(world.Look(second).State, Is.EqualTo(JobState.Power));
    }

    [Test]
    public async Task A_job_that_nobody_keeps_alive_ends()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        await world.StartAsync();
        JobSnapshot wanted = world.Create(BoardRequest.Boards(1), TimeSpan.FromSeconds(10));
        JobSnapshot forgotten = world.Create(BoardRequest.Boards(1), TimeSpan.FromSeconds(10));
        JobSnapshot eternal = world.Create(BoardRequest.Boards(1));
        for (int i = 0; i < 4; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(6));
            world.Laboratory.KeepAlive(wanted.Id, "127.0.0.9");
        }

        Assert.That(world.Look(wanted).State, Is.EqualTo(JobState.Ready));
        Assert.That(world.Look(wanted).KeepAliveHost, Is.EqualTo("127.0.0.9"));
        Assert.That((world.Look(forgotten).State, world.Look(forgotten).Reason), Is.EqualTo((JobState.Destroyed, "Cancelled: Job timed out.")));
        Assert.That(world.Look(eternal).State, Is.EqualTo(JobState.Ready));
    }

    [Test]
    public async Task Boards_that_fail_are_tried_twice_and_then_the_job_ends()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        await world.StartAsync();
        world.Power.Log.Clear();
        world.Power.Fails = static () => true;

        JobSnapshot job = world.Create(BoardRequest.Boards(1));
        Assert.That(world.Look(job).State, Is.EqualTo(JobState.Power));
        world.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.That(world.Look(job).State, Is.EqualTo(JobState.Power));
        world.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That((world.Look(job).State, world.Look(job).Reason), Is.EqualTo((JobState.Destroyed, "Machine configuration failed. Error: Requests failed on BMP 127.0.0.1")));

        // They are switched off twice in vain, too, and are free then.
        world.Power.Fails = static () => false;
        world.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.That(world.Look(world.Create(BoardRequest.Boards(3))).State, Is.EqualTo(JobState.Ready));
    }

    [Test]
    public async Task A_job_that_ends_while_its_boards_are_tried_again_does_not_wait_for_that()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        world.Power.Duration = static () => TimeSpan.FromSeconds(1);
        await world.StartAsync();
        int failures = 1;
        world.Power.Fails = () => failures-- > 0;
        JobSnapshot job = world.Create(BoardRequest.Boards(3));
        world.Clock.Advance(TimeSpan.FromSeconds(2));

        world.Laboratory.Destroy(job.Id, null);
        JobSnapshot next = world.Create(BoardRequest.Boards(3));
        await Poll.UntilAsync(() => world.Power.Log[^1].StartsWith("off", StringComparison.Ordinal));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(world.Look(next).State, Is.EqualTo(JobState.Power));
    }

    [Test]
    public async Task What_was_ordered_last_is_done_in_any_case()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        await world.StartAsync();
        world.Power.Duration = static () => TimeSpan.FromSeconds(1);
        JobSnapshot job = world.Create(BoardRequest.Boards(1));
        for (int i = 0; i < 7; i++)
            world.Laboratory.SetPower(job.Id, on: i % 2 != 0, null);

        world.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(world.Look(job).State, Is.EqualTo(JobState.Power), "only the first order was done");
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((world.Look(job).State, world.Look(job).Power), Is.EqualTo((JobState.Ready, false)));
        Assert.That(world.Power.Boards, Is.Empty);
    }

    [Test]
    public async Task What_cannot_be_had_is_over_at_once()
    {
        await using var world = new LabWorld(new BoardGrid(2, 2));
        await world.StartAsync();
        BoardRequest[] impossible =
        [
            BoardRequest.Boards(13), BoardRequest.Boards(0), BoardRequest.Boards(-1), BoardRequest.Triads(0, 0), BoardRequest.Triads(3, 1), BoardRequest.Impossible(),
            BoardRequest.Place(new BoardCoordinates(2, 0, 0)), BoardRequest.Boards(1) with { Machine = "nowhere" }, BoardRequest.Boards(1) with { Tags = ["default", "small"] },
        ];

        foreach (BoardRequest request in impossible)
        {
            JobSnapshot job = world.Create(request);
            Assert.That((job.State, job.Reason), Is.EqualTo((JobState.Destroyed, "Cancelled: No suitable machines available.")), request.ToString());
        }
    }

    [Test]
    public async Task A_small_request_passes_a_large_one_ten_times()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        await world.StartAsync();
        JobSnapshot holder = world.Create(BoardRequest.Boards(1));
        JobSnapshot large = world.Create(BoardRequest.Boards(3));
        for (int i = 0; i < 10; i++)
        {
            JobSnapshot small = world.Create(BoardRequest.Boards(1));
            Assert.That(small.State, Is.Not.EqualTo(JobState.Queued), $"small request {i}");
            world.Laboratory.Destroy(small.Id, null);
        }

        JobSnapshot eleventh = world.Create(BoardRequest.Boards(1));
        Assert.That(eleventh.State, Is.EqualTo(JobState.Queued));
        world.Laboratory.Destroy(holder.Id, null);
        Assert.That((world.Look(large).State, world.Look(eleventh).State), Is.EqualTo((JobState.Ready, JobState.Queued)));
        world.Laboratory.Destroy(large.Id, null);
        Assert.That(world.Look(eleventh).State, Is.EqualTo(JobState.Ready));
    }

    [Test]
    public async Task A_job_that_holds_up_the_others_for_too_long_goes_to_the_end()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1), new LaboratoryOptions { Allocator = new AllocatorOptions { MaxOvertaking = 0, QueuePatience = TimeSpan.FromMinutes(1) } });
        await world.StartAsync();
        world.Create(BoardRequest.Boards(1));
        JobSnapshot large = world.Create(BoardRequest.Boards(3));
        JobSnapshot small = world.Create(BoardRequest.Boards(1));

        world.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(world.Look(small).State, Is.EqualTo(JobState.Queued));
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((world.Look(small).State, world.Look(large).State), Is.EqualTo((JobState.Ready, JobState.Queued)));
    }

    [Test]
    public async Task The_second_report_of_a_board_takes_it_out_of_service()
    {
        await using var world = new LabWorld(new BoardGrid(1, 1));
        await world.StartAsync();
        var board = new BoardCoordinates(0, 0, 1);
        JobSnapshot holder = world.Create(BoardRequest.Place(board));
        JobSnapshot waiting = world.Create(BoardRequest.Boards(3));

        Assert.That(world.Laboratory.Report(world.Machine, board), Is.False);
        Assert.That(world.Laboratory.Report(world.Machine, board), Is.True);
        Assert.That(world.Look(holder).State, Is.EqualTo(JobState.Ready), "who has it keeps it");
        Assert.That(world.Look(waiting).Reason, Is.EqualTo("Cancelled: No suitable machines available."));
        world.Laboratory.Destroy(holder.Id, null);
        Assert.That(world.Create(BoardRequest.Place(board)).State, Is.EqualTo(JobState.Destroyed));
        Assert.That(world.Laboratory.Defects(world.Machine).Boards, Is.EqualTo(new[] { board }));

        world.Laboratory.Repair(world.Machine, board);
        Assert.That(world.Create(BoardRequest.Boards(3)).State, Is.Not.EqualTo(JobState.Destroyed));
    }

    [Test]
    public async Task The_jobs_are_there_after_a_restart()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        try
        {
            await using var world = new LabWorld(new BoardGrid(1, 1), new LaboratoryOptions { StateFile = file });
            await world.StartAsync();
            JobSnapshot holder = world.Create(BoardRequest.Boards(1), TimeSpan.FromSeconds(60), "you");
            JobSnapshot off = world.Create(BoardRequest.Boards(1));
            JobSnapshot waiting = world.Create(BoardRequest.Triads(1, 1) with { MaxDeadBoards = 2, Tags = ["big"] });
            JobSnapshot over = world.Create(BoardRequest.Boards(99));
            world.Laboratory.SetPower(off.Id, on: false, null);
            world.Laboratory.Report(world.Machine, new BoardCoordinates(0, 0, 2));
            world.Clock.Advance(TimeSpan.FromSeconds(50));
            world.Power.Log.Clear();

            await world.RestartAsync();
            Assert.That(world.Look(holder), Is.EqualTo(holder with { State = JobState.Ready, Version = 0, Machine = world.Machine, Placement = world.Look(holder).Placement, Ticket = world.Look(holder).Ticket }));
            Assert.That(world.Look(holder).Placement!.Boards, Is.EqualTo(holder.Placement!.Boards));
            Assert.That(world.Look(holder).Ticket, Is.EqualTo(holder.Ticket with { Request = world.Look(holder).Ticket.Request }));
            Assert.That((world.Look(off).State, world.Look(off).Power), Is.EqualTo((JobState.Ready, false)));
            Assert.That(world.Look(waiting).State, Is.EqualTo(JobState.Queued));
            Assert.That(world.Look(waiting).Ticket.Request with { Tags = waiting.Ticket.Request.Tags }, Is.EqualTo(waiting.Ticket.Request));
            Assert.That(world.Look(over).Reason, Is.EqualTo("Cancelled: No suitable machines available."));
            Assert.That(world.Power.Log, Is.EqualTo(new[] { "off [0, 0, 2]" }), "boards that are as they shall be are left alone");

            // The time during which it was not there does not count, and numbers go on.
            world.Clock.Advance(TimeSpan.FromSeconds(59));
            Assert.That(world.Look(holder).State, Is.EqualTo(JobState.Ready));
            Assert.That(world.Create(BoardRequest.Boards(1)).Id, Is.EqualTo(over.Id + 1));
            Assert.That(world.Laboratory.Report(world.Machine, new BoardCoordinates(0, 0, 2)), Is.True, "the first report is remembered");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task Boards_that_lost_their_power_over_a_restart_get_it_back()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        try
        {
            await using var world = new LabWorld(new BoardGrid(1, 1), new LaboratoryOptions { StateFile = file });
            await world.StartAsync();
            JobSnapshot job = world.Create(BoardRequest.Boards(3));
            await world.Power.SwitchOffAsync(job.Placement!.Boards, CancellationToken.None);

            await world.RestartAsync();
            Assert.That(world.Look(job).State, Is.EqualTo(JobState.Ready));
            Assert.That(world.Power.Boards, Is.EquivalentTo(job.Placement.Boards));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("rubbish")]
    [TestCase("{}")]
    [TestCase("""{"version":1,"lastId":1,"jobs":[{"id":1}],"reports":[]}""")]
    [TestCase("""{"version":2,"lastId":1,"jobs":[],"reports":[]}""")]
    [TestCase("""{"version":1,"lastId":1,"jobs":[],"reports":[{"machine":"lab","board":[1],"count":1}]}""")]
    public async Task A_file_that_makes_no_sense_is_an_error_and_stays_as_it_is(string text)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, text);
        try
        {
            var world = new LabWorld(new BoardGrid(1, 1), new LaboratoryOptions { StateFile = file });
            Assert.That(async () => await world.StartAsync(), Throws.TypeOf<SpallocStateException>().With.Message.Contains(file));
            await world.DisposeAsync();
            Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(text));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
