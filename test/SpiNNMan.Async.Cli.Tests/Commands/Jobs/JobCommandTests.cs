using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Tests.Commands.Jobs;

/// <summary>What is told of jobs, machines and places, and what is done with jobs.</summary>
internal sealed class JobCommandTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_job_is_switched_and_destroyed([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);

        CommandRun off = await lab.RunAsync($"job {job.Id} --power-off", rest, cancellationToken);
        bool? isOff = await job.GetPowerAsync(cancellationToken);
        CommandRun on = await lab.RunAsync($"job {job.Id} --power-on --json", rest, cancellationToken);
        bool? isOn = await job.GetPowerAsync(cancellationToken);
        CommandRun reset = await lab.RunAsync($"job {job.Id} --reset", rest, cancellationToken);
        CommandRun ips = await lab.RunAsync($"job {job.Id} --ips", rest, cancellationToken);
        CommandRun end = await lab.RunAsync($"job {job.Id} --destroy enough", rest, cancellationToken);
        CommandRun after = await lab.RunAsync($"job {job.Id} --ips", rest, cancellationToken);

        Assert.That((isOff, isOn), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That(off.Out, Does.Match(@"Power +off"));
        Assert.That(JsonDocument.Parse(on.Out).RootElement.GetProperty("isOn").GetBoolean(), Is.True);
        Assert.That(reset.Out, Does.Match(@"Power +on"));
        Assert.That(ips.Out, Is.EqualTo($"x,y,hostname\n0,0,{lab.Machine.Boards[0].EndPoint.Address}\n"));
        Assert.That(end.Out, Does.Match(@"State +over").And.Match(@"Reason +enough"));
        Assert.That((after.ExitCode, after.Out), Is.EqualTo((ExitCodes.Failure, "")));
        Assert.That(after.Error, Does.Contain("it is over"));
    }

    [Test, CancelAfter(60_000)]
    public async Task To_look_at_jobs_keeps_them_from_nothing_and_names_the_place_in_the_queue(CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob all = await client.AllocateAsync(BoardRequest.ForTriads(1, 1) with { Owner = "ann" }, cancellationToken: cancellationToken);
        await using AllocatedJob waiting = await client.CreateAsync(BoardRequest.ForBoards(1) with { Owner = "bob" }, cancellationToken);

        CommandRun jobs = await lab.RunAsync("jobs", rest: false, cancellationToken);
        CommandRun anns = await lab.RunAsync("jobs --owner ann --machine lab --json", rest: false, cancellationToken);
        CommandRun one = await lab.RunAsync($"job {waiting.Id}", rest: false, cancellationToken);

        Assert.That(jobs.Out, Does.Contain("queued, place 1").And.Contain("ann").And.Contain("bob"));
        Assert.That(anns.Out.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(JsonDocument.Parse(anns.Out).RootElement.GetProperty("boards").GetArrayLength(), Is.EqualTo(3));
        Assert.That(one.Out, Does.Match(@"State +queued, place 1"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Watching_tells_each_change_until_the_job_is_over([Values] bool json, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        await using var output = new ExpectingWriter("ready");

        Task<CommandRun> watching = CommandRun.OfAsync(["job", $"{job.Id}", "--watch", .. json ? (string[])["--json"] : []], variables: lab.Variables(), output: output, cancellationToken: cancellationToken);
        await output.Expected.WaitAsync(cancellationToken);
        await job.DestroyAsync("it was seen");
        CommandRun run = await watching;

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("it was seen").And.Contain("ready"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Watched_jobs_and_machines_are_told_again_after_a_change([Values("jobs --watch", "jobs --watch --json", "machines --watch", "machines lab --watch", "machines --watch --json")] string words, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob first = await client.AllocateAsync(BoardRequest.ForBoards(1) with { Owner = "ann" }, cancellationToken: cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new ExpectingWriter(words.Contains("json", StringComparison.Ordinal) ? $"\"jobId\":{first.Id + 1}" : words.StartsWith("jobs", StringComparison.Ordinal) ? "bob" : "2");

        Task<CommandRun> watching = CommandRun.OfAsync(words.Split(' '), variables: lab.Variables(), output: output, cancellationToken: stop.Token);
        await output.FirstLine.WaitAsync(cancellationToken);
        await using AllocatedJob second = await client.AllocateAsync(BoardRequest.ForBoards(1) with { Owner = "bob" }, cancellationToken: cancellationToken);
        await output.Expected.WaitAsync(cancellationToken);
        await stop.CancelAsync();

        Assert.That((await watching).ExitCode, Is.EqualTo(ExitCodes.Interrupted));
    }

    [TestCase("where-is lab 0,0,1", false)]
    [TestCase("where-is lab 8,4", false)]
    [TestCase("where-is lab --mounted 0,0,1", false)]
    [TestCase("where-is job/1 8,4", false)]
    [TestCase("where-is lab 0,0,1", true)]
    [TestCase("where-is lab ADDRESS", true)]
    [CancelAfter(60_000)]
    public async Task A_board_is_found_in_all_coordinates(string words, bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob job = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);

        CommandRun run = await lab.RunAsync(words.Replace("ADDRESS", $"{lab.Machine.Boards[1].EndPoint.Address}", StringComparison.Ordinal) + " --json", rest, cancellationToken);

        JsonElement place = JsonDocument.Parse(run.Out).RootElement;
        string[] numbers = ["triadX", "triadY", "triadZ", "cabinet", "frame", "board", "x", "y", "xOnBoard", "yOnBoard", "jobId", "xInJob", "yInJob"];
        Assert.That(numbers.Select(name => place.GetProperty(name).GetInt32()), Is.EqualTo(new[] { 0, 0, 1, 0, 0, 1, 8, 4, 0, 0, 1, 8, 4 }));
    }

    [TestCase("where-is lab 7,0,0")]
    [TestCase("where-is nowhere 0,0,0")]
    [TestCase("machines nowhere")]
    [CancelAfter(60_000)]
    public async Task What_is_not_there_fails_in_one_line(string words, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await lab.RunAsync(words, rest: false, cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Out), Is.EqualTo((ExitCodes.Failure, 1, "")));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_is_drawn_with_a_letter_for_each_job([Values] bool rest, CancellationToken cancellationToken)
    {
        await using Laboratory lab = await Laboratory.StartAsync(2, 1, cancellationToken);
        await using BoardAllocator client = lab.OpenClient();
        await using AllocatedJob triad = await client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        await using AllocatedJob board = await client.AllocateAsync(BoardRequest.ForBoard(new LogicalBoard(1, 0, 2), "lab"), cancellationToken: cancellationToken);

        CommandRun run = await lab.RunAsync("machines lab", rest, cancellationToken);

        Assert.That(run.Out, Does.Contain(string.Join(
            '\n',
            @" ___     ___",
            @"/ A \___/ B \___",
            @"\     A \___/ . \",
            @"/ A  ___/ . \___/",
            @"\___/   \___/",
            "")), run.Out);
        Assert.That(run.Out, Does.Match(@"\nA +1 +3 +ready").And.Match(@"\nB +2 +1 +ready"));
    }
}
