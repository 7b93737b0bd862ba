using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Spalloc.Tests.Documentation;

/// <summary>The programs of the guide about allocation. They run as tests.</summary>
internal sealed class AllocationSnippets
{
    [Test, CancelAfter(120_000)]
    public async Task Boards_are_lent_booted_and_given_back(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(
            async () =>
            {
                await using VirtualMachine machine = await StartAsync(world, cancellationToken).ConfigureAwait(false);
                await LendAsync(world, new BootImage(VirtualBootImage.Create()), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("finished"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Jobs_are_watched_and_taken_over(CancellationToken cancellationToken)
    {
        using var world = new World();
        LabJob theirs = world.Lab.Create("other", 3, keepAlive: 60);
        await world.RunAsync(() => LookAsync(world, theirs.Id, cancellationToken), cancellationToken);

        Assert.That(theirs.State, Is.EqualTo(3));
    }

    private static async Task LendAsync(World world, BootImage image, CancellationToken cancellationToken)
    {
        BoardAllocatorOptions settings = world.Options;
        TransceiverOptions connection = new()
        {
            Connection = new ScampConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false },
        };

        // CODE_SECTION:allocation:START
        await using BoardAllocator allocator = BoardAllocator.Open("spalloc://spalloc.example", settings);
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        Console.WriteLine($"{job}: {await job.GetMachineAsync(cancellationToken)}");

        var options = new JobMachineOptions { Transceiver = connection with { BootImage = image }, Replacements = 2 };
        await using Transceiver transceiver = await job.OpenTransceiverAsync(options, cancellationToken);
        Console.WriteLine(transceiver.Machine);

        // CODE_SECTION:allocation:END
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
    }

    private static async Task LookAsync(World world, int jobId, CancellationToken cancellationToken)
    {
        await using BoardAllocator allocator = world.Open();

        // CODE_SECTION:allocation-jobs:START
        foreach (JobInfo info in await allocator.ListJobsAsync(cancellationToken: cancellationToken))
            Console.WriteLine($"job {info.Id} of {info.Owner}: {info.Status.State}, {info.Request}");

        await using AllocatedJob job = await allocator.ResumeAsync(jobId, cancellationToken: cancellationToken);   // kept alive from now on
        BoardPlace? place = await job.WhereIsAsync(new ChipLocation(0, 0), cancellationToken);
        Console.WriteLine($"its first chip is on the board mounted at {place?.Physical}");
        await job.PowerOffAsync(cancellationToken);

        // CODE_SECTION:allocation-jobs:END
        Assert.That(job.Status.Power, Is.False);
    }

    private static Task<VirtualMachine> StartAsync(World world, CancellationToken cancellationToken) => VirtualMachine.StartAsync(
        new VirtualMachineOptions
        {
            Board = BoardType.Spin5,
            BindAddress = IPAddress.Parse("10.0.0.1"),
            UseTruePorts = true,
            Network = world.Network,
            TimeProvider = world.Time,
            Booted = false,
        },
        cancellationToken);
}
