using System.Net;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Runs the program as a process, with signals and pipes.</summary>
[Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
internal sealed class ProcessTests
{
    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP")]
    [CancelAfter(30_000)]
    public async Task A_signal_ends_the_virtual_machine_well(string signal, CancellationToken cancellationToken)
    {
        using var machine = SpinnmanProcess.Start("vm", "--ports", "system", "--bind", "127.0.0.1");
        string? ready = await machine.Out.ReadLineAsync(cancellationToken);

        await machine.SignalAsync(signal, cancellationToken);

        Assert.That(await machine.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Success));
        Assert.That(ready, Does.StartWith("ready "));
        Assert.That(await machine.ErrorAsync(cancellationToken), Does.Contain("stopped: "));
    }

    [Test, CancelAfter(30_000)]
    public async Task Under_nohup_a_closed_terminal_does_not_matter(CancellationToken cancellationToken)
    {
        using var machine = SpinnmanProcess.StartWith(["--ignore-signal=HUP"], "vm", "--ports", "system", "--bind", "127.0.0.1");
        await machine.Out.ReadLineAsync(cancellationToken);
        await machine.SignalAsync("HUP", cancellationToken);
        await machine.SignalAsync("TERM", cancellationToken);

        Assert.That(await machine.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Success));
        Assert.That(await machine.ErrorAsync(cancellationToken), Does.Contain("stopped: "));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_signal_interrupts_what_waits(CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Booted = false,
                AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, port)],
                AnnouncementInterval = TimeSpan.FromMilliseconds(50),
            },
            cancellationToken);
        using var listen = SpinnmanProcess.Start("listen", "--port", $"{port}", "--from", $"{machine.Boards[0].BootEndPoint.Port}");
        string? heard = await listen.Out.ReadLineAsync(cancellationToken);

        await listen.SignalAsync("INT", cancellationToken);

        Assert.That(await listen.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(heard, Is.EqualTo("127.0.0.1"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Exit_codes_and_plain_text_reach_the_shell(CancellationToken cancellationToken)
    {
        using var wrong = SpinnmanProcess.Start("nonsense");
        using var failed = SpinnmanProcess.Start("version", "no-such-board.invalid");
        using var help = SpinnmanProcess.Start("--help");

        Assert.That(await wrong.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(await failed.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Failure));
        Assert.That(await help.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Success));
        string everything = await wrong.ErrorAsync(cancellationToken) + await failed.ErrorAsync(cancellationToken) + await help.Out.ReadToEndAsync(cancellationToken);
        Assert.That(everything, Does.Not.Contain("\e").And.Not.Contain("   at "));
    }
}
