using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary><c>spinnman top</c>, from a machine to the screen, a pipe, a program and a file.</summary>
internal sealed class TopCommandTests
{
    [Test, CancelAfter(60_000)]
    public async Task In_a_pipe_frames_follow_each_other(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync("top", $"{machine.Boards[0].EndPoint}", "--count", "3", "--interval", "0.05");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Success, "")));
        Assert.That(run.Out.Split("1 board, 4 chips").Length - 1, Is.EqualTo(3), run.Out);
        Assert.That(run.Out, Does.Contain("core 1,1,2 of application 16 stopped with a run-time error").And.Contain("!1").And.Contain("% of a board's time"));
        Assert.That(run.Out, Does.Not.Contain("\e").And.Not.Contain("q quits"));
    }

    [TestCase(80), TestCase(120), CancelAfter(60_000)]
    public async Task On_a_terminal_it_is_drawn_in_place(int width, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["top", $"{machine.Boards[0].EndPoint}", "--count", "2", "--interval", "0.05", "--mode", "errors"], onTerminal: true, width: width, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("Errors: ").And.Contain("core 1,1,2 of application"));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_was_recorded_is_shown_again(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        string file = directory.File("looks.jsonl");

        CommandRun live = await CommandRun.OfAsync("top", $"{machine.Boards[0].EndPoint}", "--count", "2", "--interval", "0.05", "--json", "--record", file);
        CommandRun again = await CommandRun.OfAsync("top", "--replay", file, "--json");
        CommandRun frames = await CommandRun.OfAsync("top", "--replay", file, "--mode", "errors");

        Assert.That((live.ExitCode, again.ExitCode, frames.ExitCode), Is.EqualTo((0, 0, 0)), live.Error + again.Error + frames.Error);
        Assert.That(again.Out, Is.EqualTo(live.Out));
        Assert.That(frames.Out, Does.Contain("looks.jsonl  ").And.Contain("1 board, 4 chips").And.Contain("core 1,1,2 of application"));
        JsonElement look = JsonDocument.Parse(live.Out.Split('\n')[1]).RootElement;
        Assert.That(look.GetProperty("problems")[0].GetProperty("problem").GetString(), Is.EqualTo("coreFailed"));
        Assert.That(look.GetProperty("watchedBoards")[0].GetProperty("costRate").GetDouble(), Is.LessThanOrEqualTo(0.0201));
    }

    [TestCase("", "is empty")]
    [TestCase("nonsense\n", "Line 1 of")]
    [TestCase("{\"schemaVersion\":1}\n", "Line 1 of")]
    [TestCase("{\"schemaVersion\":1,\"time\":\"2030-01-02T03:04:05Z\",\"width\":2,\"height\":2,\"watchedBoards\":[],\"watchedChips\":[{\"x\":9,\"y\":0,\"boardX\":0,\"boardY\":0,\"isSilent\":false,\"stateDigits\":\"f\"}],\"problems\":[],\"problemsLeftOut\":0,\"sensors\":[]}\n", "outside of the machine")]
    public async Task A_file_that_is_no_recording_is_explained(string content, string message)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("looks.jsonl");
        await File.WriteAllTextAsync(file, content);

        CommandRun run = await CommandRun.OfAsync("top", "--replay", file);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message).And.Not.Contain("defect"));
    }

    [TestCase("top", "HOST is missing")]
    [TestCase("top 127.0.0.1 --replay file", "name no HOST with it")]
    [TestCase("top 127.0.0.1 --interval 0", "--interval must be")]
    [TestCase("top 127.0.0.1 --cost 101", "--cost must be")]
    public async Task Wrong_usage_is_explained(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    private static async Task<VirtualMachine> StartAsync(CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(1, 1, 2), new CrashApplication());
        return machine;
    }
}
