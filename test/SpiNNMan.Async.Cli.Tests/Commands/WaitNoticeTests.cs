using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>A command that takes more than a second says what it waits for.</summary>
internal sealed class WaitNoticeTests
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(1);

    [Test]
    public void It_is_said_after_a_second_and_then_every_half_a_minute()
    {
        var clock = new FakeTimeProvider();
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, static () => Stream.Null, static () => Stream.Null) { TimeProvider = clock };

        using (terminal.WaitFor("Waiting for something"))
        {
            clock.Advance(TimeSpan.FromMilliseconds(999));
            Assert.That(error.ToString(), Is.Empty);
            clock.Advance(TimeSpan.FromMilliseconds(2));
            Assert.That(error.ToString(), Is.EqualTo("Waiting for something.\n"));
            clock.Advance(TimeSpan.FromSeconds(30));
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(error.ToString(), Is.EqualTo("Waiting for something.\nWaiting for something, for 31 s so far.\nWaiting for something, for 61 s so far.\n"));
    }

    [Test]
    public void What_is_over_in_a_second_says_nothing()
    {
        var clock = new FakeTimeProvider();
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, static () => Stream.Null, static () => Stream.Null) { TimeProvider = clock };

        terminal.WaitFor("Waiting for something").Dispose();
        clock.Advance(TimeSpan.FromHours(1));

        Assert.That(error.ToString(), Is.Empty);
    }

    [TestCase("version HOST", "Waiting for an answer of 127.0.0.1:")]
    [TestCase("info HOST", "Opening the machine of 127.0.0.1:")]
    [TestCase("ps HOST", "Opening the machine of 127.0.0.1:")]
    [TestCase("read HOST 0,0 0x60000000 4", "Reading: 0 bytes of 4 bytes are done.")]
    [TestCase("boot HOST --image virtual --boot-port PORT", "Booting")]
    [TestCase("doctor HOST --patience 3 --bmp-port PORT", "Looking at ")]
    [TestCase("power status 127.0.0.1 --bmp-port PORT", "Waiting for an answer of the BMP at 127.0.0.1.")]
    [TestCase("power cycle 127.0.0.1 --bmp-port PORT", "Waiting for an answer of the BMP at 127.0.0.1.")]
    [TestCase("bmp 127.0.0.1 --bmp-port PORT", "Waiting for an answer of the BMP")]
    [TestCase("reset 127.0.0.1 --bmp-port PORT", "Waiting for an answer of the BMP")]
    [TestCase("listen --port PORT", "Listening for boards that wait to be booted; they announce themselves every 4.1 s. Ctrl-C ends it.")]
    [TestCase("discover --port PORT", "Listening for boards that wait to be booted, for 5 s.")]
    [CancelAfter(60_000)]
    public async Task A_host_that_says_nothing_is_named(string words, string message, CancellationToken cancellationToken)
    {
        // A socket that nobody reads is a host that says nothing.
        await using var silent = await Connections.UdpConnection.OpenAsync(cancellationToken: cancellationToken);
        int free = await FreePorts.FindAsync(cancellationToken);
        string port = words.StartsWith("listen", StringComparison.Ordinal) || words.StartsWith("discover", StringComparison.Ordinal) ? $"{free}" : $"{silent.LocalPort}";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var error = new StoppingWriter(message, stop);

        CommandRun run = await CommandRun.OfAsync(
            [.. words.Split(' ').Select(word => word switch { "HOST" => $"127.0.0.1:{silent.LocalPort}", "PORT" => port, _ => word })], error: error, patience: s_atOnce, cancellationToken: stop.Token);

        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
    }

    [TestCase("wait HOST 40 finished", "Waiting until the cores of application 40 are in finished")]
    [TestCase("iobuf HOST 0,0,9 --follow --interval 0.05", "Waiting for 1 core to print; Ctrl-C ends it.")]
    [TestCase("run HOST virtual:barrier --cores 1,1,1-2", "Waiting for 2 cores to end: 2 sync0. They wait at a barrier: 'spinnman signal 127.0.0.1:")]
    [TestCase("run HOST virtual:printer --cores 1,1,1-2", "Waiting for 2 cores to end: 2 running.")]
    [CancelAfter(60_000)]
    public async Task What_an_application_does_is_told(string words, string message, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new PrinterApplication(), 40);
        machine.Run(new CoreLocation(0, 0, 2), new PrinterApplication(), 40);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var error = new StoppingWriter(message, stop);

        CommandRun run = await CommandRun.OfAsync(
            [.. words.Split(' ').Select(word => word is "HOST" ? $"{machine.Boards[0].EndPoint}" : word)], error: error, patience: TimeSpan.FromMilliseconds(200), cancellationToken: stop.Token);

        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted), run.Error);
    }

    [Test, CancelAfter(60_000)]
    public async Task With_json_it_is_a_note(CancellationToken cancellationToken)
    {
        await using var silent = await Connections.UdpConnection.OpenAsync(cancellationToken: cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var error = new StoppingWriter("\"level\":\"note\",\"message\":\"Waiting for an answer of 127.0.0.1:", stop);

        CommandRun run = await CommandRun.OfAsync(["version", $"127.0.0.1:{silent.LocalPort}", "--json"], error: error, patience: s_atOnce, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.ErrorLines, Has.All.StartsWith("{\"schemaVersion\":1,"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_power_cycle_says_what_it_waits_for(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            ["power", "cycle", $"{machine.Bmp.EndPoint.Address}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}", "--off-time", "0.02", "--rest", "0.01"], patience: s_atOnce, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Error, Does.Contain("1 board off; they stay off for 20 ms.").And.Contain("1 board on; they are left alone for 10 ms."));
    }

    [TestCase("power cycle", "they stay off for", "Boards that are off now: 0;0/0. 'spinnman power on' switches them on.", BoardState.Off)]
    [TestCase("power on", "they are left alone for", "Boards that are on now: 0;0/0.", BoardState.Rom)]
    [CancelAfter(60_000)]
    public async Task When_switching_is_stopped_the_state_of_the_boards_is_told(string command, string phase, string message, BoardState state, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var error = new StoppingWriter(phase, stop);

        CommandRun run = await CommandRun.OfAsync(
            [.. command.Split(' '), $"{machine.Bmp.EndPoint.Address}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}", "--rest", "1000"], error: error, patience: s_atOnce, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted), run.Error);
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(machine.Boards[0].State, Is.EqualTo(state));
    }
}
