using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary><c>spinnman vm --engine chip</c>: chips that execute, recordings of their runs, and what makes no sense.</summary>
internal sealed class ExecutedMachineCommandTests
{
    private static readonly string[] s_start = ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--engine", "chip"];

    private static string Image => Repository.PathTo("test", "Programs", "BootImage", "boot-image.bin");

    [Test, CancelAfter(120_000)]
    public async Task Serves_chips_that_execute_an_image_and_does_the_run_again(CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.recording");
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var output = new WatchedWriter();
            Task<CommandRun> serving = CommandRun.OfAsync([.. s_start, "--booted", "--image", Image, "--record", file, "--host-threads", "1", "--seed", "3"], output: output, cancellationToken: stop.Token);
            string ready = await output.FirstLine.WaitAsync(cancellationToken);
            string scp = ready.Split(' ').Single(static word => word.StartsWith("scp=", StringComparison.Ordinal))[4..];
            CommandRun version = await AskAsync("version", scp);
            CommandRun read = await AskAsync("read", scp, "1,1", "0xf5007000", "4");
            bool hasNameTooEarly = File.Exists(file);
            await stop.CancelAsync();
            CommandRun run = await serving;
            CommandRun replay = await CommandRun.OfAsync(["vm", "--replay", file], cancellationToken: cancellationToken);
            CommandRun json = await CommandRun.OfAsync(["vm", "--replay", file, "--json"], cancellationToken: cancellationToken);

            Assert.That(ready, Does.StartWith("ready board=spin3 boards=1 scp=").And.EndsWith("booted=yes seed=3 loss=0"));
            Assert.That(version.Out, Does.StartWith("Boot image 1.0.0"));
            Assert.That(read.ExitCode, Is.EqualTo(ExitCodes.Success), read.Error);
            Assert.That(run.Error, Does.Contain("Chips ran at "));
            Assert.That(hasNameTooEarly, Is.False, "a recording gets its name when it is whole");
            Assert.That(replay.ExitCode, Is.EqualTo(ExitCodes.Success), replay.Error);
            Assert.That(replay.Out, Does.StartWith("replayed ").And.EndsWith("; it ended alike\n"));
            Assert.That(json.Out, Does.Contain("\"same\":true"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Chips on a computer that is busy with other tests are slow to boot, and to answer.</summary>
    private static async Task<CommandRun> AskAsync(params string[] words)
    {
        CommandRun run = await CommandRun.OfAsync(words);
        for (int attempt = 0; attempt < 8 && run.ExitCode != ExitCodes.Success; attempt++)
            run = await CommandRun.OfAsync(words);
        return run;
    }

    [Test, CancelAfter(60_000)]
    public async Task Tells_how_fast_chips_run(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync([.. s_start, "--pace", "2", "--memory", "2048"], "status\nspeed real\nquit\n"u8.ToArray(), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("booted=no").And.Contain("board 0: Rom").And.Contain("execution: Chips ran at "));
        Assert.That(run.Error, Does.Contain("commands take as long as the software of the chips does").And.Contain("Chips ran at "));
    }

    [Test]
    public async Task What_makes_no_sense_is_wrong_usage()
    {
        foreach ((string[] words, string problem) in new (string[], string)[]
        {
            (["--pace", "2"], "--pace is for chips that execute: add --engine chip."),
            (["--record", "x"], "--record is for chips that execute"),
            (["--engine", "chip", "--booted"], "--booted needs --image FILE"),
            (["--engine", "chip", "--image", Image], "add --booted"),
            (["--engine", "chip", "--pace", "fast"], "--pace must be a number from 0.001 to 1000, or max, and not 'fast'."),
            (["--engine", "chip", "--host-threads", "0"], "--host-threads must be a number from 1 to 64"),
            (["--replay", "x", "--record", "y"], "--record says nothing to --replay"),
        })
        {
            CommandRun run = await CommandRun.OfAsync(["vm", .. words]);
            Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage), string.Join(' ', words));
            Assert.That(run.Error, Does.Contain(problem));
        }
    }

    [Test]
    public async Task What_cannot_be_done_is_told()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "spinnman-recording 1\nrun\n");
            CommandRun replay = await CommandRun.OfAsync("vm", "--replay", file);
            CommandRun image = await CommandRun.OfAsync([.. s_start, "--booted", "--image", file]);
            CommandRun memory = await CommandRun.OfAsync([.. s_start, "--memory", "100"]);

            Assert.That((replay.ExitCode, image.ExitCode, memory.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Failure, ExitCodes.Failure)));
            Assert.That(replay.Error, Does.Contain("line 2: the machine has no chip with an Ethernet"));
            Assert.That(image.Error, Does.Contain("has 25 bytes; a boot image has 4 to 32768, a multiple of 4"));
            Assert.That(memory.Error, Does.Contain("4 executed chips"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
