using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Allocation by the REST service.</summary>
internal sealed class RestTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_job_gets_ready_is_switched_looked_at_and_destroyed(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            AllocationServiceInfo info = await allocator.GetServiceAsync(cancellationToken).ConfigureAwait(false);
            Assert.That((info.Protocol, info.Name, info.VersionText), Is.EqualTo((AllocationProtocol.Rest, "spalloc.example", "7.1.2")));

            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3) with { KeepAlive = TimeSpan.FromSeconds(45) }, cancellationToken: cancellationToken).ConfigureAwait(false);
            JobMachine machine = await job.GetMachineAsync(cancellationToken).ConfigureAwait(false);
            Assert.That((machine.Name, machine.Width, machine.Hosts.Count, machine.RootHost), Is.EqualTo(("m", 12, 3, "10.0.0.1")));
            await job.ResetAsync(cancellationToken).ConfigureAwait(false);
            Assert.That(world.Lab.Jobs[job.Id].Switchings, Is.EqualTo(3));
            Assert.That(await job.GetPowerAsync(cancellationToken).ConfigureAwait(false), Is.True);
            Assert.That((await job.WhereIsAsync(new ChipLocation(1, 2), cancellationToken).ConfigureAwait(false))!.Physical, Is.EqualTo(new PhysicalBoard(0, 0, 0)));
            Assert.That(await job.ReportAsync("smells", new ChipLocation(8, 4), cancellationToken).ConfigureAwait(false), Is.EqualTo("noted"));
            JobInfo listed = (await allocator.ListJobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Single();
            Assert.That((listed.Owner, listed.Request, listed.KeepAlive), Is.EqualTo(("user1", "3 boards with tags default", TimeSpan.FromSeconds(45))));
            await world.DelayAsync(3600, cancellationToken).ConfigureAwait(false);
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("finished"));
        Assert.That(world.Lab.Reports.Single(), Is.EqualTo("""{"issue":"smells","boards":[{"machine":"m","chip":[8,4]}]}"""));
        Assert.That(world.Rest.Logins, Is.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_expired_login_is_renewed_in_the_middle_of_a_job(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(30) }, cancellationToken: cancellationToken).ConfigureAwait(false);
            for (int time = 0; time < 10; time++)
            {
                world.Rest.ExpireLogins();
                await job.PowerOffAsync(cancellationToken).ConfigureAwait(false);
                world.Rest.ExpireLogins();
                await world.DelayAsync(40, cancellationToken).ConfigureAwait(false);
                await job.PowerOnAsync(cancellationToken).ConfigureAwait(false);
            }

            Assert.That(world.Lab.Jobs[job.Id].State, Is.EqualTo(3));
            world.Rest.ExpireLogins();
            await job.DisposeAsync().ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("finished"));
        Assert.That(world.Rest.Logins, Is.GreaterThan(10));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_password_that_is_refused_is_tried_once_and_never_again(CancellationToken cancellationToken)
    {
        using var world = new World();
        world.Rest.TakesPassword = false;
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            for (int time = 0; time < 5; time++)
            {
                AllocationLoginException error = await Catch.AsyncOf<AllocationLoginException>(() => allocator.ListMachinesAsync(cancellationToken)).ConfigureAwait(false);
                Assert.That(error.Message, Does.Contain("user1").And.Not.Contain("pw1"));
            }
        }, cancellationToken);

        Assert.That(world.Rest.Requests.Count(static what => what.Contains("perform_login", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_secret_is_in_no_log_error_or_text(CancellationToken cancellationToken)
    {
        using var world = new World();
        var texts = new List<string>();
        BoardAllocatorOptions options = world.Options with { Credentials = AllocationCredentials.FromPassword("user1", "pw1") };
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = BoardAllocator.Open("https://spalloc.example/spalloc", options);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            texts.Add(job.ToString());
            world.Rest.Trick = static _ => Mischief.CloseBefore;
            texts.Add((await Catch.AsyncOf<Exception>(() => job.GetStatusAsync(cancellationToken)).ConfigureAwait(false)).ToString());
        }, cancellationToken);
        texts.Add(options.ToString());
        texts.Add(options.Credentials!.ToString());
        texts.Add(AllocationCredentials.FromToken("tok3n").ToString());
        texts.Add(world.Log.Text);
        texts.Add(Assert.Throws<Errors.InvalidParameterException>(static () => BoardAllocator.Open("ftp://user1:pw1@host/")).Message);

        string all = string.Join('\n', texts);
        Assert.That(world.Log.Text, Does.Contain("Logged in at spalloc.example as user user1"));
        foreach (string secret in new[] { "pw1", "session1", "csrf", "tok3n" })
            Assert.That(all, Does.Not.Contain(secret));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_the_service_cannot_do_is_refused_before_anything_is_sent(CancellationToken cancellationToken)
    {
        using var world = new World();
        BoardRequest[] wrong =
        [
            BoardRequest.ForBoards(1) with { KeepAlive = null }, BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(5) },
            BoardRequest.ForBoards(1) with { RequireTorus = true }, BoardRequest.ForBoards(1) with { MaxDeadLinks = 1 }, BoardRequest.ForBoards(1) with { MinRatio = 0.5 },
        ];
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            foreach (BoardRequest request in wrong)
                await Catch.AsyncOf<Errors.InvalidParameterException>(() => allocator.CreateAsync(request, cancellationToken)).ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Rest.Requests, Is.Empty);
    }

    [Test]
    public void Credentials_come_from_the_environment()
    {
        var both = new Dictionary<string, string>(StringComparer.Ordinal) { ["SPALLOC_USER"] = "u", ["SPALLOC_PASSWORD"] = "p" };
        AllocationCredentials? user = AllocationCredentials.FromEnvironment(both.GetValueOrDefault);
        Assert.That((user?.User, user?.Password), Is.EqualTo(("u", "p")));

        both["SPALLOC_TOKEN"] = "t";
        Assert.That(AllocationCredentials.FromEnvironment(both.GetValueOrDefault)?.Token, Is.Not.Null);
        Assert.That(AllocationCredentials.FromEnvironment(static _ => null), Is.Null);
    }
}
