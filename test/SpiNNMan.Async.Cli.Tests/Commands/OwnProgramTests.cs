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
