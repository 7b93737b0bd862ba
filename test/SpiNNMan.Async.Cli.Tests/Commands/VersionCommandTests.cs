using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
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
        Assert.That(json.GetProperty("softwareName").GetString(), Is.EqualTo("SC&MP"));
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

    [Test, CancelAfter(20_000)]
    public async Task Software_that_sends_its_version_as_a_number_is_told_by_it(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using var relay = new Relay(machine.Boards[0].EndPoint, static _ => Task.FromResult(true))
        {
            Rewrite = static (_, reply) => [.. reply.AsSpan(0, 20), 133, 0, .. reply.AsSpan(22, 4), .. "SC&MP/SpiNNaker\0"u8],
        };

        CommandRun run = await CommandRun.OfAsync("version", relay.Host);
        CommandRun json = await CommandRun.OfAsync("version", relay.Host, "--json");

        Assert.That(run.Out, Does.StartWith("SC&MP 1.33 at SpiNNaker:"), run.Error);
        Assert.That(JsonDocument.Parse(json.Out).RootElement.GetProperty("version").GetString(), Is.EqualTo("1.33"));
    }

    [TestCase("0.0.0.0", "every address of this computer")]
    [TestCase("0", "every address of this computer")]
    [TestCase("LONG", "A name of 256 characters")]
    public async Task An_address_of_no_host_is_a_failure_that_says_why(string host, string why)
    {
        CommandRun run = await CommandRun.OfAsync("version", host is "LONG" ? new string('a', 256) : host);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(run.Error, Does.StartWith("spinnman: ").And.Contain(why));
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
