using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Tests.Served;

/// <summary>The client and the service of this project, with each other over the system's sockets.</summary>
[CancelAfter(60_000)]
internal sealed class ServedTests
{
    private const uint Address = 0x6001_0000;

    private static readonly ChipLocation s_farChip = new(9, 5);

    [Test]
    public async Task A_job_is_switched_found_reported_and_destroyed([Values] Protocol protocol, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(protocol == Protocol.Https, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);

        AllocationServiceInfo service = await allocator.GetServiceAsync(cancellationToken);
        AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(2), cancellationToken: cancellationToken);
        JobMachine machine = await job.GetMachineAsync(cancellationToken);
        await job.PowerOffAsync(cancellationToken);
        bool? off = await job.GetPowerAsync(cancellationToken);
        await job.PowerOnAsync(cancellationToken);
        bool? on = await job.GetPowerAsync(cancellationToken);
        BoardPlace? place = await job.WhereIsAsync(s_farChip, cancellationToken);
        await job.ReportAsync("its lights are off", new ChipLocation(8, 4), cancellationToken);
        IReadOnlyList<AllocationMachine> machines = await allocator.ListMachinesAsync(cancellationToken);
        IReadOnlyDictionary<LogicalBoard, int> lent = await allocator.GetOccupancyAsync(machines[0], cancellationToken);
        await job.DestroyAsync("done");
        JobInfo end = await allocator.GetJobAsync(job.Id, cancellationToken);

        Assert.That(service.Version, Is.GreaterThanOrEqualTo(new Version(0, 1)));
        Assert.That(machine.Hosts.Select(static host => host.Host), Is.EquivalentTo(lab.Machine.Boards.Select(static board => $"{board.EndPoint.Address}")));
        Assert.That((off, on), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That((place?.Logical, place?.BoardChip), Is.EqualTo(((LogicalBoard?)new LogicalBoard(0, 0, 1), (ChipLocation?)new ChipLocation(1, 1))));
        Assert.That((machines.Single().Name, lent.Count), Is.EqualTo(("lab", 3)));
        Assert.That((end.Status.State, end.Status.Reason), Is.EqualTo((JobState.Destroyed, "done")));
        Assert.That(await allocator.ListJobsAsync(cancellationToken: cancellationToken), Is.Empty);
    }

    [TestCase(Protocol.Classic, JobRoute.Automatic, false)]
    [TestCase(Protocol.Http, JobRoute.Direct, false)]
    [TestCase(Protocol.Http, JobRoute.Automatic, true)]
    [TestCase(Protocol.Https, JobRoute.Tunnel, true)]
    public async Task The_machine_of_a_job_is_booted_and_used(Protocol protocol, JobRoute route, bool isTunnel, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(protocol == Protocol.Https, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForTriads(1, 1), cancellationToken: cancellationToken);
        byte[] content = Noise(100_000);

        await using Transceiver transceiver = await job.OpenTransceiverAsync(ServedLab.Booting(route), cancellationToken);
        await transceiver.Memory.WriteAsync(s_farChip, Address, content, cancellationToken: cancellationToken);
        byte[] back = await transceiver.Memory.ReadAsync(s_farChip, Address, content.Length, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
        Assert.That(back, Is.EqualTo(content));
        Assert.That(lab.Transport.Sockets, Is.EqualTo(isTunnel ? 1 : 0));
    }

    [Test]
    public async Task A_tunnel_that_is_cut_in_a_transfer_is_opened_again_and_nothing_is_lost(CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        lab.Transport.FramesToBreak = 3000;
        await using BoardAllocator allocator = lab.Open(Protocol.Http);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        byte[] content = Noise(1 << 20);

        await using Transceiver transceiver = await job.OpenTransceiverAsync(ServedLab.Booting(JobRoute.Tunnel), cancellationToken);
        await transceiver.Memory.WriteAsync(new ChipLocation(1, 1), Address, content, cancellationToken: cancellationToken);
        byte[] back = await transceiver.Memory.ReadAsync(new ChipLocation(1, 1), Address, content.Length, cancellationToken);

        Assert.That(back, Is.EqualTo(content));
        Assert.That(lab.Transport.Sockets, Is.GreaterThanOrEqualTo(3), "4,096 pieces each way, and 3,000 frames for each tunnel");
    }

    [Test]
    public async Task The_service_moves_memory_itself([Values(Protocol.Http, Protocol.Https)] Protocol protocol, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(protocol == Protocol.Https, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        await using (await job.OpenTransceiverAsync(ServedLab.Booting(JobRoute.Direct), cancellationToken))
        {
            // It stays booted.
        }

        byte[] content = Noise(70_001);
        await job.Memory.WriteAsync(s_farChip, Address, content, cancellationToken);
        byte[] inside = new byte[content.Length];
        lab.Machine.ReadMemory(s_farChip, Address, inside);
        byte[] back = await job.Memory.ReadAsync(s_farChip, Address, content.Length, cancellationToken);
        await job.Memory.ResetRoutersAsync(new Dictionary<int, uint> { [13] = 0x1234_5678 }, cancellationToken);

        Assert.That(job.Memory.MayBeThere, Is.True);
        Assert.That(inside, Is.EqualTo(content));
        Assert.That(back, Is.EqualTo(content));
        Assert.That(() => job.Memory.ResetRoutersAsync(new Dictionary<int, uint> { [99] = 1 }, cancellationToken), Throws.TypeOf<AllocationException>());
    }

    [Test]
    public async Task The_service_streams_memory_by_programs_that_are_there([Values(Protocol.Http, Protocol.Https)] Protocol protocol, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(protocol == Protocol.Https, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        await using Transceiver transceiver = await job.OpenTransceiverAsync(ServedLab.Booting(JobRoute.Direct), cancellationToken);
        var images = new StreamingImages(VirtualApplicationImage.Create("extra_monitor_s"), VirtualApplicationImage.Create("data_speed_up_p"));
        await using MemoryStreaming streaming = await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images }, cancellationToken);
        ChipLocation ethernet = transceiver.Machine[s_farChip].NearestEthernet;
        string address = (await job.GetMachineAsync(cancellationToken)).Hosts.Single(host => host.Chip == ethernet).Host;
        var fast = new FastDataSettings(streaming.Monitors.Gatherers[ethernet], ethernet, address, 1);
        var place = new ChipLocation(s_farChip.X - ethernet.X, s_farChip.Y - ethernet.Y);
        byte[] content = Noise(70_001);

        await job.Memory.FastWriteAsync(fast, place, Address + 3, content, cancellationToken);
        byte[] inside = new byte[content.Length];
        lab.Machine.ReadMemory(s_farChip, Address + 3, inside);
        byte[] back = await job.Memory.FastReadAsync(fast, streaming.Monitors.Cores[s_farChip], Address + 3, content.Length, cancellationToken);

        Assert.That(inside, Is.EqualTo(content));
        Assert.That(back, Is.EqualTo(content));
        Assert.That(() => job.Memory.FastReadAsync(fast with { EthernetAddress = "10.9.8.7" }, streaming.Monitors.Cores[s_farChip], Address, 4, cancellationToken), Throws.TypeOf<AllocationException>());
        Assert.That(() => job.Memory.FastReadAsync(fast, streaming.Monitors.Cores[s_farChip], 0x400, 4, cancellationToken), Throws.TypeOf<AllocationException>());
        Assert.That(() => job.Memory.FastWriteAsync(fast, new ChipLocation(7, 0), Address, content, cancellationToken), Throws.TypeOf<AllocationException>());
    }

    [Test]
    public async Task Memory_is_refused_where_there_is_none(CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        await using BoardAllocator classic = lab.Open(Protocol.Classic);
        await using AllocatedJob old = await classic.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        await using BoardAllocator rest = lab.Open(Protocol.Http);
        AllocatedJob job = await rest.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        await job.DestroyAsync("done");

        Assert.That(old.Memory.MayBeThere, Is.False);
        Assert.That(() => old.Memory.ReadAsync(default, Address, 4, cancellationToken), Throws.TypeOf<AllocationException>());
        Assert.That(() => job.Memory.ReadAsync(default, Address, 4, cancellationToken), Throws.TypeOf<JobLostException>());
        Assert.That(() => job.Memory.ReadAsync(default, Address, 0, cancellationToken), Throws.TypeOf<Errors.InvalidParameterException>());
        Assert.That(() => job.Memory.WriteAsync(default, uint.MaxValue, new byte[2], cancellationToken), Throws.TypeOf<Errors.InvalidParameterException>());
    }

    [Test]
    public async Task A_service_that_is_started_again_has_its_jobs_and_knows_no_login_any_more([Values(Protocol.Classic, Protocol.Http)] Protocol protocol, CancellationToken cancellationToken)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"served-{Guid.NewGuid():N}.json");
        try
        {
            await using ServedLab lab = await ServedLab.StartAsync(stateFile: file, cancellationToken: cancellationToken);
            await using BoardAllocator allocator = lab.Open(protocol);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
            JobMachine before = await job.GetMachineAsync(cancellationToken);

            await lab.RestartAsync(cancellationToken);
            await job.WaitUntilReadyAsync(cancellationToken: cancellationToken);
            JobMachine after = await job.GetMachineAsync(cancellationToken);
            await using Transceiver transceiver = await job.OpenTransceiverAsync(ServedLab.Booting(JobRoute.Automatic), cancellationToken);

            Assert.That(after.Hosts, Is.EqualTo(before.Hosts));
            Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
            Assert.That(job.Lost.IsCancellationRequested, Is.False);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task Another_program_uses_a_job_by_the_login_that_it_is_given(CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(Protocol.Http);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        JobAccess access = await job.GetAccessAsync(cancellationToken);
        var options = new BoardAllocatorOptions { Transport = lab.Transport };
        byte[] content = Noise(1000);

        await using (BoardAllocator other = BoardAllocator.Open(access, options))
        {
            await using AllocatedJob same = await other.ResumeAsync(access.JobId, cancellationToken: cancellationToken);
            await using Transceiver transceiver = await same.OpenTransceiverAsync(ServedLab.Booting(JobRoute.Tunnel), cancellationToken);
            await transceiver.Memory.WriteAsync(s_farChip, Address, content, cancellationToken: cancellationToken);
        }

        byte[] back = new byte[content.Length];
        lab.Machine.ReadMemory(s_farChip, Address, back);
        JobStatus after = await job.GetStatusAsync(cancellationToken);
        await lab.RestartAsync(cancellationToken);
        await using BoardAllocator late = BoardAllocator.Open(access, options);

        Assert.That(back, Is.EqualTo(content));
        Assert.That((access.JobId, after.State), Is.EqualTo((job.Id, JobState.Ready)), "the other program left it as it was");
        Assert.That($"{access}", Does.Contain($"{job.Id}").And.Not.Contain(access.Cookies.Values.Single()));
        Assert.That(() => late.ResumeAsync(access.JobId, cancellationToken: cancellationToken), Throws.TypeOf<AllocationLoginException>());
    }

    [Test]
    public async Task A_classic_job_has_no_login_to_hand_over(CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(Protocol.Classic);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        var nothing = new Dictionary<string, string>(StringComparer.Ordinal);

        Assert.That(() => job.GetAccessAsync(cancellationToken), Throws.TypeOf<AllocationException>());
        Assert.That(() => new JobAccess("https://spalloc.example/", "https://spalloc.example/jobs/none", nothing, nothing).JobId, Throws.TypeOf<Errors.InvalidParameterException>());
    }

    [Test]
    public async Task What_was_in_the_context_of_whoever_allocated_can_be_collected([Values] Protocol protocol, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(protocol == Protocol.Https, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);

        Assert.That(await KeptContext.IsKeptByAsync(() => allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken), cancellationToken), Is.False);
    }

    [Test]
    public async Task What_was_in_the_context_of_whoever_opened_a_machine_can_be_collected([Values] JobRoute route, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(Protocol.Http);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);

        Assert.That(await KeptContext.IsKeptByAsync(() => job.OpenTransceiverAsync(ServedLab.Booting(route), cancellationToken), cancellationToken), Is.False);
    }

    [Test]
    public async Task A_service_that_lost_its_jobs_ends_what_waits_with_one_error([Values(Protocol.Classic, Protocol.Http)] Protocol protocol, CancellationToken cancellationToken)
    {
        await using ServedLab lab = await ServedLab.StartAsync(cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(protocol);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);

        await lab.RestartAsync(cancellationToken);

        Assert.That(() => job.GetMachineAsync(cancellationToken), Throws.TypeOf<JobLostException>());
        Assert.That(() => job.GetStatusAsync(cancellationToken), Throws.TypeOf<JobLostException>());
        Assert.That(job.Lost.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task A_job_is_kept_alive_for_as_long_as_it_is_open_and_ends_when_it_is_let_go(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        await using ServedLab lab = await ServedLab.StartAsync(clock: clock, cancellationToken: cancellationToken);
        await using BoardAllocator allocator = lab.Open(Protocol.Http, new BoardAllocatorOptions { TimeProvider = clock, Timeout = TimeSpan.FromHours(1) });
        Task<AllocatedJob> allocating = allocator.AllocateAsync(BoardRequest.ForBoards(1) with { KeepAlive = TimeSpan.FromSeconds(60) }, cancellationToken: cancellationToken);
        await UntilAsync(clock, () => allocating.IsCompleted, cancellationToken);
        AllocatedJob job = await allocating;
        await using BoardAllocator other = lab.Open(Protocol.Classic);

        // Ten minutes, in steps of a third of the interval.
        for (int step = 0; step < 30; step++)
        {
            int before = lab.Transport.KeepAlives;
            clock.Advance(TimeSpan.FromSeconds(20));
            await UntilAsync(clock, () => lab.Transport.KeepAlives > before, cancellationToken);
        }

        IReadOnlyList<JobInfo> kept = await other.ListJobsAsync(cancellationToken: cancellationToken);
        await job.ReleaseAsync();
        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That(kept.Select(static one => (one.Id, one.Status.State)), Is.EqualTo(new[] { (job.Id, JobState.Ready) }));
        await foreach (IReadOnlyList<JobInfo> jobs in other.WatchJobsAsync(cancellationToken))
        {
            if (jobs.Count == 0)
                break;
        }
    }

    private static byte[] Noise(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }

    /// <summary>Lets the system's sockets do what they have to, while the clock goes on a little.</summary>
    private static async Task UntilAsync(FakeTimeProvider clock, Func<bool> holds, CancellationToken cancellationToken)
    {
        while (!holds())
        {
            cancellationToken.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromMicroseconds(10));
            await Task.Yield();
        }
    }
}
