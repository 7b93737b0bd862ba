using System.Text.Json;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class VersionCommandTests
{
    [Test, CancelAfter(20_000)]
    public async Task Says_what_a_board_runs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("version", $"{machine.Boards[0].EndPoint}");

        Assert.That(run.Out, Does.StartWith("SC&MP 4.0.0 at SpiNNaker:0,0,0"));
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Success, "")));
    }

    [Test, CancelAfter(20_000)]
    public async Task Says_it_for_programs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("version", $"localhost:{machine.Boards[0].EndPoint.Port}", "--json");

        JsonElement json = JsonDocument.Parse(run.Out).RootElement;
        Assert.That(json.GetProperty("name").GetString(), Is.EqualTo("SC&MP"));
        Assert.That(json.GetProperty("version").GetString(), Is.EqualTo("4.0.0"));
        Assert.That(json.GetProperty("ready").GetBoolean(), Is.True);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_does_not_answer_is_a_failure_with_advice(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("version", $"{machine.Boards[0].EndPoint}");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("spinnman: ").And.Contain("spinnman boot"));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_port_where_nothing_listens_is_a_failure(CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await machine.DisposeAsync();

        CommandRun run = await CommandRun.OfAsync("version", $"{machine.Boards[0].EndPoint}");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_name_that_is_none_is_a_failure()
    {
        CommandRun run = await CommandRun.OfAsync("version", "no-such-board.invalid");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("no-such-board.invalid").And.Contain("IP address"));
    }

    [Test, CancelAfter(20_000)]
    public async Task Stopping_it_ends_it_at_once(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Faults = new FaultOptions { Egress = new LinkFaults { Loss = 1 } } }, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        Task<CommandRun> running = CommandRun.OfAsync(["version", $"{machine.Boards[0].EndPoint}"], cancellationToken: stop.Token);
        await stop.CancelAsync();
        CommandRun run = await running;

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.Error, Is.EqualTo($"spinnman: stopped.{Environment.NewLine}"));
    }
}
