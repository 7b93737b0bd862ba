using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class BenchCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Measures_and_compares_every_byte([Values] bool write, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string[] how = write ? ["--write", "--chip", "3,3"] : [];

        CommandRun run = await CommandRun.OfAsync(
            ["bench", $"{machine.Boards[0].EndPoint}", "--bytes", "256K", "--samples", "50", "--window", "6", "--json", .. how]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        JsonElement json = JsonDocument.Parse(run.Out).RootElement;
        Assert.That(json.GetProperty("requestsPerSecond").GetDouble(), Is.GreaterThan(100));
        Assert.That(json.GetProperty("requests").GetInt64(), Is.EqualTo(write ? 2048 : 1024));
        Assert.That(json.GetProperty("comparedBytes").GetInt64(), Is.EqualTo(write ? 256 << 10 : 128 << 10));
        Assert.That(json.GetProperty("window").GetInt32(), Is.EqualTo(6));
        JsonElement idle = json.GetProperty("idleLatency");
        Assert.That(idle.GetProperty("samples").GetInt32(), Is.EqualTo(50));
        Assert.That(idle.GetProperty("p50Microseconds").GetDouble(), Is.GreaterThan(0).And.LessThanOrEqualTo(idle.GetProperty("maxMicroseconds").GetDouble()));
        Assert.That(json.GetProperty("loadedLatency").GetProperty("samples").GetInt32(), Is.GreaterThan(0));
        Assert.That(json.GetProperty("phases").GetArrayLength(), Is.EqualTo(write ? 2 : 1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Shows_what_was_resent(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 0.05 } } }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("bench", $"{machine.Boards[0].EndPoint}", "--bytes", "128K", "--samples", "10", "--write");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("128 KiB, all the same").And.Contain("when overtaken").And.Not.Contain("0 after a timeout, 0 when overtaken"));
        Assert.That(run.Out, Does.Not.Contain("\e"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Memory_that_changes_is_a_failure(CancellationToken cancellationToken)
    {
        // Some system variables are clocks. At this pace, they have changed when they are read the second time.
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, ServiceTime = ServiceTime.None with { PerMessage = TimeSpan.FromMilliseconds(1) } }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            "bench", $"{machine.Boards[0].EndPoint}", "--address", "0xF5007F00", "--bytes", "64K", "--samples", "1", "--chip", "1,1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
    }
}
