using System.Net;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class ListenCommandTests
{
    [TestCase(new string[0], "127.0.0.1")]
    [TestCase(new[] { "--json" }, """{"schemaVersion":1,"ipAddress":"127.0.0.1"}""")]
    [CancelAfter(20_000)]
    public async Task Shows_a_board_that_waits_once(string[] more, string line, CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Booted = false,
                AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, port)],
                AnnouncementInterval = TimeSpan.FromMilliseconds(20),
            },
            cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            ["listen", "--count", "1", "--port", $"{port}", "--from", $"{machine.Boards[0].BootEndPoint.Port}", .. more], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.TrimEnd(), Is.EqualTo(line));
    }

    [Test, CancelAfter(20_000)]
    public async Task Hearing_nothing_is_a_failure_with_advice(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync("listen", "--timeout", "0.05", "--port", $"{await FreePorts.FindAsync(cancellationToken)}");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("No board was heard").And.Contain("firewall"));
    }
}
