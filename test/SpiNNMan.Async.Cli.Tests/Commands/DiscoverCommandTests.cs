using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class DiscoverCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Shows_the_boards_of_a_machine(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse(host), UseTruePorts = true }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("discover", host);
        CommandRun json = await CommandRun.OfAsync("discover", host, "--json");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain($"{host}7").And.Contain("4,8").And.Contain("ready"));
        Assert.That(json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("chipCount").GetInt32()), Is.EqualTo(new[] { 48, 48, 48 }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Hears_boards_that_wait_for_an_image(CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Booted = false, AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, port)], AnnouncementInterval = TimeSpan.FromMilliseconds(20) }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("discover", "--port", $"{port}", "--from", $"{machine.Boards[0].BootEndPoint.Port}", "--timeout", "0.5", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("\"boardState\":\"unbooted\"").And.Contain("127.0.0.1"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Says_so_if_there_is_none(CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync("discover", "--port", $"{port}", "--timeout", "0.05");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("No board was heard"));
    }
}
