using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Tests.Commands.Jobs;

/// <summary>The machine of a job in place of a host, with every command that takes one: directly, and through the tunnel of the REST service.</summary>
internal sealed class JobHostTests
{
    private static readonly string[] s_commands =
    [
        "version JOB", "info JOB", "discover JOB", "doctor JOB --requests 64", "top JOB --count 1", "web JOB --count 1", "snapshot JOB", "diff JOB JOB", "boot JOB --image virtual", "ps JOB", "ps JOB --summary", "heap JOB 0,0", "tags JOB", "routes JOB 0,0",
        "counters JOB", "read JOB 0,0 0x60300000 64 --hex", "read JOB 9,5 0x60300000 64 --hex", "write JOB 9,5 0x60300000 --verify", "fill JOB 9,5 0x60300000 64 1", "poke JOB 9,5 0x60300000 1", "link read JOB 9,5 w 0x60300000 64 --hex", "p2p JOB 9,5", "load JOB virtual:idle --cores 9,5,1 --app-id 30",
        "signal JOB 30 start", "wait JOB 30 running --timeout 30", "stop JOB 30", "run JOB virtual:hello --cores 9,5,2", "iobuf JOB 9,5", "profile JOB 9,5,2 --seconds 0.1", "struct JOB 9,5 sv", "stop JOB --all", "bench JOB --bytes 64K --samples 8",
    ];

    /// <summary>Boards send to sockets of these commands: they have tests of their own.</summary>
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

    [Test, CancelAfter(120_000)]
    public async Task Commands_that_boards_send_to_take_the_machine_of_a_job([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        await lab.RunAsync($"boot job/{job.Id} --image virtual --pause 0", rest, cancellationToken);
        IReadOnlyList<BoardHost> hosts = (await job.GetMachineAsync(cancellationToken)).Hosts;
        using var directory = new TemporaryDirectory();
        await RunsOn(hosts, lab.Machine).WriteAsync(directory.File("run.sqlite3"), cancellationToken);

        // The root board alone, all boards, and what is printed.
        CommandRun keys = await lab.RunAsync($"live job/{job.Id} --keys some=0x10000+16 --csv --count 20", rest, cancellationToken);
        CommandRun database = await lab.RunAsync($"live job/{job.Id} --database {directory.File("run.sqlite3")} --timeout 2 --count 1000000", rest, cancellationToken);
        CommandRun console = await lab.RunAsync($"console job/{job.Id} --port 0 --count 3", rest, cancellationToken);
        CommandRun tags = await lab.RunAsync($"tags job/{job.Id}", rest, cancellationToken);

        Assert.That((keys.ExitCode, keys.Out.Split('\n')[1]), Is.EqualTo((ExitCodes.Success, "1,some,3,65539,,")), keys.Error);
        Assert.That(database.Out, Does.Match("tag 1 of [0-9.]+: [1-9][0-9,]* received").And.Match("(tag 1 of [0-9.]+: [1-9][0-9,]* received.*\\s*){3}"), database.Error);
        Assert.That((console.ExitCode, console.Out), Is.EqualTo((ExitCodes.Success, "0,0,2: tick\n0,0,2: tick\n0,0,2: tick\n")), console.Error);
        Assert.That(tags.Error, Does.Contain("No tag is in use"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Ports_that_a_tunnel_does_not_have_and_boards_that_a_job_does_not_have_are_said_so(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        using var directory = new TemporaryDirectory();
        await LiveMachine.DatabaseOf(IPAddress.Parse("10.77.0.1")).WriteAsync(directory.File("run.sqlite3"), cancellationToken);

        CommandRun console = await lab.RunAsync($"console job/{job.Id} --port 4711", rest: true, cancellationToken);
        CommandRun live = await lab.RunAsync($"live job/{job.Id} --database {directory.File("run.sqlite3")}", rest: true, cancellationToken);

        Assert.That((console.ExitCode, console.ErrorLines[^1]), Is.EqualTo((ExitCodes.Failure, console.ErrorLines[^1])));
        Assert.That(console.Error, Does.Contain("leave out --port 4711"));
        Assert.That(live.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(live.Error, Does.Contain($"10.77.0.1, which is none of job/{job.Id}"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_tool_chain_is_heard_directly_while_boards_are_behind_a_tunnel(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        await lab.RunAsync($"boot job/{job.Id} --image virtual --pause 0", rest: true, cancellationToken);
        IReadOnlyList<BoardHost> hosts = (await job.GetMachineAsync(cancellationToken)).Hosts;
        using var directory = new TemporaryDirectory();
        await RunsOn(hosts, lab.Machine).WriteAsync(directory.File("run.sqlite3"), cancellationToken);
        await using var error = new WatchedWriter();
        await using var server = new NotificationServer();
        Task<CommandRun> running = CommandRun.OfAsync(["live", $"job/{job.Id}", "--port", "0", "--csv", "--count", "5"], error: error, variables: lab.Variables(rest: true), cancellationToken: cancellationToken);
        string line = await error.FirstLine.WaitAsync(cancellationToken);
        await server.RegisterAsync("live", new IPEndPoint(IPAddress.Loopback, int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)), cancellationToken: cancellationToken);

        await server.AnnounceAsync(directory.File("run.sqlite3"), cancellationToken);
        await server.StartAsync(cancellationToken);

        CommandRun run = await running;
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(6));
    }

    /// <summary>Has a core of each board send events by tag 1, and one print by tag 0, and describes that.</summary>
    private static RunDatabase RunsOn(IReadOnlyList<BoardHost> hosts, VirtualMachine machine)
    {
        machine.Run(new CoreLocation(0, 0, 2), new PrinterApplication { Interval = TimeSpan.FromMilliseconds(20) });
        for (int board = 0; board < hosts.Count; board++)
            machine.Run(new CoreLocation(hosts[board].Chip, 1), new SpikeStreamApplication { Keys = [0x10003u + (0x10000u * (uint)board)], Interval = TimeSpan.FromMilliseconds(5), Count = 1_000_000 });

        Gatherer[] gatherers = [.. hosts.Select(static host => new Gatherer(Gatherer.UsualLabel, Tag: 1, IPAddress.Parse(host.Host)))];
        return new RunDatabase
        {
            Chips = [.. hosts.Select(static host => new DatabaseChip(host.Chip, host.Chip, IPAddress.Parse(host.Host)))],
            Gatherers = gatherers,
            Populations = [.. gatherers.Select(static (gatherer, board) => new Population($"label{board}") { Parts = [new PopulationPart(null, [new KeyRange(0x10000u + (0x10000u * (uint)board), 0, 16)])], Gatherers = [gatherer] })],
        };
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
