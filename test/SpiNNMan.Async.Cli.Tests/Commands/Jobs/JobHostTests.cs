using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Tests.Commands.Jobs;

/// <summary>The machine of a job in place of a host, with every command that takes one: directly, and through the tunnel of the REST service.</summary>
internal sealed class JobHostTests
{
    private static readonly string[] s_commands =
    [
        "version JOB", "info JOB", "discover JOB", "doctor JOB --requests 64", "snapshot JOB", "diff JOB JOB", "boot JOB --image virtual", "ps JOB", "ps JOB --summary", "heap JOB 0,0", "tags JOB", "routes JOB 0,0",
        "counters JOB", "read JOB 0,0 0x60300000 64 --hex", "read JOB 9,5 0x60300000 64 --hex", "write JOB 9,5 0x60300000 --verify", "fill JOB 9,5 0x60300000 64 1", "load JOB virtual:idle --cores 9,5,1 --app-id 30",
        "signal JOB 30 start", "wait JOB 30 running --timeout 30", "stop JOB 30", "run JOB virtual:hello --cores 9,5,2", "iobuf JOB 9,5", "stop JOB --all", "bench JOB --bytes 64K --samples 8",
    ];

    /// <summary>Boards send to sockets of these commands, which no tunnel leads to.</summary>
    private static readonly string[] s_listening = ["live", "console"];

    [Test, CancelAfter(120_000)]
    public async Task Every_command_takes_the_machine_of_a_job([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        Dictionary<string, string> variables = lab.Variables(rest);
        CommandRun booting = await CommandRun.OfAsync(["boot", $"job/{job.Id}", "--image", "virtual", "--pause", "0"], variables: variables, cancellationToken: cancellationToken);
        Assert.That(booting.ExitCode, Is.EqualTo(ExitCodes.Success), booting.Error);

        foreach (string command in s_commands)
        {
            CommandRun run = await CommandRun.OfAsync(command.Replace("JOB", $"job/{job.Id}", StringComparison.Ordinal).Split(' '), "some bytes"u8.ToArray(), variables, cancellationToken: cancellationToken);

            Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), $"{command}: {run.Error}");
        }

        Assert.That((await job.GetStatusAsync(cancellationToken)).State, Is.EqualTo(JobState.Ready), "it is left as it is");
    }

    [Test]
    public void Every_command_that_takes_a_host_is_tried() => Assert.That(
        s_commands.Select(static command => command.Split(' ')[0]).Distinct(StringComparer.Ordinal),
        Is.EquivalentTo(Scenario.All.Where(static scenario => scenario.Words.Contains("HOST", StringComparison.Ordinal)).Select(static scenario => scenario.Command).Except(s_listening, StringComparer.Ordinal)));

    [TestCase("info alloc/3", false, "Chips         144")]
    [TestCase("info alloc/3", true, "Chips         144")]
    [TestCase("run alloc/0,0,1 virtual:hello --cores 0,0,1", false, "0,0,1: ")]
    [TestCase("boot alloc/1 --image virtual --pause 0", true, "SC&MP")]
    [TestCase("diff alloc/1 alloc/2", false, "ChipFound")]
    [CancelAfter(120_000)]
    public async Task Boards_are_allocated_for_as_long_as_a_command_runs(string words, bool rest, string expected, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(2, 1, cancellationToken);

        CommandRun run = await lab.RunAsync(words, rest, cancellationToken);

        await using BoardAllocator client = lab.OpenClient();
        Assert.That(run.Out, Does.Contain(expected), run.Error);
        Assert.That(await client.ListJobsAsync(cancellationToken: cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(120_000)]
    public async Task The_default_host_may_be_the_machine_of_a_job(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["info"], variables: new(lab.Variables(), StringComparer.Ordinal) { ["SPINNMAN_HOST"] = "alloc/1" }, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
    }

    [Test, CancelAfter(120_000)]
    public async Task Help_and_wrong_usage_allocate_nothing([Values("info alloc/1 --help", "read alloc/1 0,0", "[suggest] info alloc/1")] string words, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        await lab.RunAsync(words, rest: false, cancellationToken);
        CommandRun next = await lab.RunAsync("alloc -- true", rest: false, cancellationToken);

        Assert.That(next.Error, Does.Contain("Job 1:"), "there was none before");
    }

    [Test, CancelAfter(120_000)]
    public async Task Boards_that_are_off_and_jobs_that_are_unknown_are_said_to_be([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        await job.PowerOffAsync(cancellationToken);

        CommandRun off = await lab.RunAsync($"version job/{job.Id}", rest, cancellationToken);
        CommandRun unknown = await lab.RunAsync("version job/99", rest, cancellationToken);

        Assert.That((off.ExitCode, unknown.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Failure)));
        Assert.That(off.Error, Does.Contain("--power-on"));
        Assert.That(unknown.Error, Does.Contain("Job 99"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_job_that_is_lost_ends_the_command_with_the_reason([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        await CommandRun.OfAsync(["boot", $"job/{job.Id}", "--image", "virtual", "--pause", "0"], variables: lab.Variables(), cancellationToken: cancellationToken);
        lab.Machine.Run(new Machines.CoreLocation(0, 0, 1), new HelloApplication(), 40);
        await using var output = new ExpectingWriter("0,0,1");
        Task<CommandRun> following = CommandRun.OfAsync(["iobuf", $"job/{job.Id}", "--follow"], variables: lab.Variables(rest), output: output, cancellationToken: cancellationToken);
        await output.Expected.WaitAsync(cancellationToken);

        await client.DestroyJobAsync(job.Id, "the hall is closed", cancellationToken);
        CommandRun run = await following;

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("the hall is closed"));
    }

    [Test, CancelAfter(120_000), Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
    public async Task Ctrl_C_gives_the_boards_of_a_command_back(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        using var spinnman = SpinnmanProcess.StartWith([$"SPINNMAN_ALLOCATION={lab.Service}"], "run", "alloc/1", "virtual:ticks", "--cores", "0,0,1");
        await using BoardAllocator client = lab.OpenClient();
        await foreach (IReadOnlyList<JobInfo> jobs in client.WatchJobsAsync(cancellationToken))
        {
            if (jobs is [{ Status.State: JobState.Ready }])
                break;
        }

        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("Giving the boards back"));
        Assert.That(await client.ListJobsAsync(cancellationToken: cancellationToken), Is.Empty);
    }
}
