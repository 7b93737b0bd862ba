using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The guide about programs of one's own: its program is the one that lies in the repository, and does what the guide says.</summary>
internal sealed class OwnProgramTests
{
    private static readonly string s_programs = Repository.PathTo("test", "Programs", "Applications");

    private static string Guide => File.ReadAllText(Repository.PathTo("docs", "guides", "run-your-own-program.md"));

    [Test]
    public void The_program_of_the_guide_is_the_one_that_is_built() =>
        Assert.That(Guide, Does.Contain($"```c\n{File.ReadAllText(Path.Combine(s_programs, "first.c"))}```"));

    [Test, CancelAfter(60_000)]
    public async Task A_program_runs_as_the_guide_says(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        CommandRun run = await CommandRun.OfAsync("run", $"{machine.Boards[0].EndPoint}", Path.Combine(s_programs, "first.aplx"), "--cores", "0,0,1-2");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        foreach (string line in run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.That(Guide, Does.Contain(line));
        Assert.That(run.Out, Does.Contain("0,0,2: core 00000002 got 00079f2c"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_program_does_nothing_where_execution_is_off(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted", "--no-execution"], output: output, cancellationToken: stop.Token);
        string ready = await output.FirstLine.WaitAsync(cancellationToken);
        string host = ready.Split(' ').Single(static word => word.StartsWith("scp=", StringComparison.Ordinal))[4..];
        CommandRun load = await CommandRun.OfAsync("load", host, Path.Combine(s_programs, "first.aplx"), "--cores", "0,0,1", "--start");
        CommandRun iobuf = await CommandRun.OfAsync("iobuf", host, "0,0,1");
        await stop.CancelAsync();
        await serving;

        Assert.That(load.ExitCode, Is.EqualTo(ExitCodes.Success), load.Error);
        Assert.That(iobuf.Out, Does.Not.Contain("got"));
    }

    /// <summary>The commands of the guide as they are printed, but for the address and the port: several tests run at once. Without a compiler, what it makes lies in the repository.</summary>
    [Test, CancelAfter(180_000)]
    public async Task Five_commands_lead_from_a_source_file_to_a_breakpoint(CancellationToken cancellationToken)
    {
        if (!IsInstalled("gdb-multiarch"))
            Assert.Ignore("gdb-multiarch is not installed: apt-get install gdb-multiarch");

        IReadOnlyList<GuideCommand> commands = GuideCommand.Read("run-your-own-program.md", "To a breakpoint in five commands");
        Assert.That(commands.Select(static command => command.Prompt), Is.EqualTo(new[] { "$", "$", "$", "(gdb)", "$" }));
        using var folder = new TemporaryDirectory();
        string address = LoopbackAddresses.Take();
        string port = $"{await FreePorts.FindAsync(cancellationToken)}";
        string[] lines = [.. commands.Select(command => command.Text
            .Replace("spinnman vm ", $"spinnman vm --bind {address[..^1]}9 ", StringComparison.Ordinal)
            .Replace("127.0.240.9", $"{address[..^1]}9", StringComparison.Ordinal)
            .Replace("3333", port, StringComparison.Ordinal))];

        File.Copy(Path.Combine(s_programs, "first.c"), folder.File("first.c"));
        Directory.CreateSymbolicLink(folder.File("test"), Repository.PathTo("test"));
        if (IsInstalled("arm-none-eabi-gcc"))
        {
            await using ShellSession build = ShellSession.Start(folder.Root, lines[0]);
            Assert.That(await build.EndAsync(cancellationToken), Is.EqualTo((0, "")));
            Assert.That(await File.ReadAllBytesAsync(folder.File("first.aplx"), cancellationToken), Is.EqualTo(await File.ReadAllBytesAsync(Path.Combine(s_programs, "first.aplx"), cancellationToken)));
        }
        else
        {
            foreach (string made in (string[])["first.aplx", "first.elf"])
                File.Copy(Path.Combine(s_programs, made), folder.File(made));
        }

        await using ShellSession machine = ShellSession.Start(folder.Root, lines[1]);
        await machine.WaitAsync("ready ", cancellationToken);
        await using ShellSession debugger = ShellSession.Start(folder.Root, lines[2]);
        await debugger.WaitAsync("Breakpoint 1 at ", cancellationToken);
        await debugger.TypeAsync(lines[3], cancellationToken);
        await debugger.WaitAsync("Continuing.", cancellationToken);
        await using ShellSession run = ShellSession.Start(folder.Root, lines[4]);
        string said = await debugger.WaitAsync("run () at first.c:", cancellationToken);
        Assert.That(said, Does.Contain("Breakpoint 1, run () at first.c:"));

        // The rest of what the guide shows: the program goes on when the debugger does.
        await debugger.TypeAsync("info threads", cancellationToken);
        await debugger.WaitAsync("\"0,0,1\"", cancellationToken);
        await debugger.TypeAsync("delete\ncontinue", cancellationToken);
        (int exitCode, string output) = await run.EndAsync(cancellationToken);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("0,0,1: core 00000001 got 00079f2c"));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [Test, CancelAfter(60_000)]
    public async Task A_program_that_fails_is_reported_with_its_registers_and_listed(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(default, 0xe5007080 + 0x70, [5, 0, 0, 0]);
        string host = $"{machine.Boards[0].EndPoint}";
        CommandRun run = await CommandRun.OfAsync("run", host, Path.Combine(s_programs, "fails.aplx"), "--cores", "0,0,1", "--timeout", "30");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("DataAbort").And.Contain("r3=0x90000000"), "where it wrote");
    }
}
