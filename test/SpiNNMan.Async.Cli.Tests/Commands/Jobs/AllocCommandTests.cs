using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Tests.Commands.Jobs;

/// <summary>Boards that are allocated, held and given back.</summary>
internal sealed class AllocCommandTests
{
    [Test, CancelAfter(60_000)]
    public async Task Enter_gives_the_boards_back([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["alloc", "3"], "\n"u8.ToArray(), lab.Variables(rest), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(run.Out, Does.StartWith($"0,0  {lab.Machine.Boards[0].EndPoint.Address}\n"));
        Assert.That(run.Error, Does.Contain("3 boards of lab").And.Contain("Enter or Ctrl-C").And.Not.Contain("Giving"));
        await AssertHasNoJobsAsync(lab, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task Where_the_input_ends_the_boards_are_held_until_it_is_stopped(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();

        Task<CommandRun> holding = CommandRun.OfAsync(["alloc"], [], lab.Variables(), output: output, cancellationToken: stop.Token);
        await output.FirstLine.WaitAsync(cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        int jobs = (await client.ListJobsAsync(cancellationToken: cancellationToken)).Count;
        await stop.CancelAsync();
        CommandRun run = await holding;

        Assert.That((jobs, run.ExitCode), Is.EqualTo((1, ExitCodes.Interrupted)));
        Assert.That(run.Error, Does.Contain("Giving the boards back; this may take 2 s."));
        await AssertHasNoJobsAsync(lab, cancellationToken);
    }

    [Test, CancelAfter(60_000), Platform(Include = "Linux", Reason = "It takes a shell.")]
    public async Task A_command_is_told_where_the_machine_is(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        using var directory = new TemporaryDirectory();
        string told = directory.File("told");

        CommandRun run = await CommandRun.OfAsync(
            ["alloc", "3", "--spalloc", lab.Service, "--", "sh", "-c", $"echo {{}} $SPINNMAN_HOST $SPINNMAN_ALLOCATION {{w}} {{height}} {{id}} > {told}; cp {{ethernet_ips}} {told}.csv; exit 7"],
            cancellationToken: cancellationToken);

        string host = $"{lab.Machine.Boards[0].EndPoint.Address}";
        string[] hosts = await File.ReadAllLinesAsync($"{told}.csv", cancellationToken);
        Assert.That(run.ExitCode, Is.EqualTo(7), run.Error);
        Assert.That(await File.ReadAllTextAsync(told, cancellationToken), Is.EqualTo($"{host} {host} {lab.Service} 12 12 1\n"));
        Assert.That((hosts.Length, hosts[0], hosts[1]), Is.EqualTo((4, "x,y,hostname", $"0,0,{host}")));
        Assert.That(run.Out, Is.Empty);
        await AssertHasNoJobsAsync(lab, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task The_guide_boots_three_boards_and_looks_at_them(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(3, 2, cancellationToken);
        using var spinnman = SpinnmanProcess.Start("alloc", "3", "--boot", "--spalloc", lab.Service, "--", SpinnmanProcess.Path, "info", "{}");

        string info = await spinnman.Out.ReadToEndAsync(cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Success), await spinnman.ErrorAsync(cancellationToken));
        Assert.That(info, Does.Match(@"Boards +3\n").And.Match(@"Chips +144\n"));
    }

    [Test, CancelAfter(60_000), Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
    public async Task Ctrl_C_gives_the_boards_back_and_says_so([Values("INT", "TERM", "HUP")] string signal, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        using var spinnman = SpinnmanProcess.Start("alloc", "2", "--spalloc", lab.Service, "--", "sleep", "1000");
        await using BoardAllocator client = lab.OpenClient();
        await foreach (IReadOnlyList<JobInfo> jobs in client.WatchJobsAsync(cancellationToken))
        {
            if (jobs is [{ Status.State: JobState.Ready }])
                break;
        }

        await spinnman.SignalAsync(signal, cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("Giving the boards back; this may take 2 s.").And.Contain("stopped."));
        await AssertHasNoJobsAsync(lab, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_job_that_somebody_destroys_ends_the_command_with_the_reason([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> holding = CommandRun.OfAsync(["alloc"], [], lab.Variables(rest), output: output, cancellationToken: cancellationToken);
        await output.FirstLine.WaitAsync(cancellationToken);

        CommandRun destroying = await CommandRun.OfAsync(["job", "1", "--destroy", "the power goes off"], variables: lab.Variables(), cancellationToken: cancellationToken);
        CommandRun run = await holding;

        Assert.That((destroying.ExitCode, run.ExitCode), Is.EqualTo((ExitCodes.Success, ExitCodes.Failure)), destroying.Error + run.Error);
        Assert.That(run.Error, Does.Contain("the power goes off"));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_waits_is_stopped_and_leaves_nothing([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob all = await client.AllocateAsync(BoardRequest.ForTriads(1, 1), cancellationToken: cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task<CommandRun> waiting = CommandRun.OfAsync(["alloc", "1"], variables: lab.Variables(rest), cancellationToken: stop.Token);
        await foreach (IReadOnlyList<JobInfo> jobs in client.WatchJobsAsync(cancellationToken))
        {
            if (jobs.Count == 2)
                break;
        }

        await stop.CancelAsync();
        CommandRun run = await waiting;

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.Error, Does.Contain("Giving the boards back"));
        Assert.That((await client.ListJobsAsync(cancellationToken: cancellationToken)).Select(static job => job.Id), Is.EqualTo(new[] { all.Id }));
    }

    [TestCase("alloc x", "'x' names no boards. Write N boards")]
    [TestCase("alloc 0", "'0' names no boards")]
    [TestCase("alloc 3 4", "'4' is one word too many")]
    [TestCase("alloc --max-dead-boards many", "--max-dead-boards must be a number")]
    [TestCase("alloc --mounted 1,2", "CABINET,FRAME,BOARD")]
    [TestCase("info job/x", "'job/x' names no job")]
    [TestCase("info alloc/none", "'alloc/none' names no boards")]
    [TestCase("job x", "'x' is no number of a job")]
    [TestCase("job 1 --power-on --reset", "--power-on and --reset do not go together")]
    [TestCase("where-is lab 1", "'1' is no place")]
    [TestCase("where-is job/1 1,2,3", "is no chip of a job")]
    public async Task What_makes_no_sense_is_wrong_usage(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message).And.Contain("--help"));
    }

    [Test]
    public async Task Without_a_service_it_says_how_to_name_one([Values("alloc", "jobs", "job 1", "machines", "where-is lab 0,0", "info job/1")] string words)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(run.Error, Does.Contain("SPINNMAN_ALLOCATION"));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_configuration_file_names_the_service(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("my.conf"), $"allocation = {lab.Service}\n", cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["machines"], variables: new(StringComparer.Ordinal) { ["SPINNMAN_CONFIG"] = directory.File("my.conf") }, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("lab"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_request_that_can_never_be_met_fails_at_once(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await lab.RunAsync("alloc 100", rest: false, cancellationToken);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Failure, run.Error)));
        Assert.That(run.Error, Does.Contain("No suitable machines available"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_password_is_never_written(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        var everything = new StringBuilder();

        foreach (string words in (string[])["alloc 100", "jobs", "machines", "machines nowhere", "job 9", "where-is lab 9,9,0", "info job/9"])
        {
            CommandRun run = await lab.RunAsync(words, rest: true, cancellationToken);
            everything.Append(run.Out).Append(run.Error);
        }

        Assert.That(everything.ToString(), Does.Contain("127.0.0.1").And.Not.Contain("secret"));
    }

    [Test, CancelAfter(60_000)]
    public async Task As_JSON_there_is_one_document(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["alloc", "0,0,2", "--machine", "lab", "--json"], "\n"u8.ToArray(), lab.Variables(), cancellationToken: cancellationToken);

        JsonElement job = JsonDocument.Parse(run.Out).RootElement;
        Assert.That((job.GetProperty("jobId").GetInt32(), job.GetProperty("boards")[0].GetProperty("triadZ").GetInt32()), Is.EqualTo((1, 2)));
        Assert.That(job.GetProperty("boardHosts")[0].GetProperty("hostName").GetString(), Is.EqualTo($"{lab.Machine.Boards[2].EndPoint.Address}"));
    }

    private static async Task AssertHasNoJobsAsync(Laboratory lab, CancellationToken cancellationToken)
    {
        await using BoardAllocator client = lab.OpenClient();
        Assert.That(await client.ListJobsAsync(cancellationToken: cancellationToken), Is.Empty);
    }
}
