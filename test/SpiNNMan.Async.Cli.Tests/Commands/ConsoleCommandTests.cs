using System.Net;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class ConsoleCommandTests
{
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(5);

    [Test, CancelAfter(60_000)]
    public async Task Shows_what_cores_print_with_the_core_in_front(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("one\ntwo", cancellationToken);

        CommandRun run = await RunAsync(machine, "--count", "4");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((ExitCodes.Success, "0,1,3: one\n0,1,3: two\n0,1,3: one\n0,1,3: two\n")), run.Error);
    }

    [Test, CancelAfter(60_000)]
    public async Task Shows_only_the_cores_that_are_named(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("first", cancellationToken);
        machine.Run(new CoreLocation(1, 1, 4), new PrinterApplication { Text = "second", Interval = s_often });

        CommandRun run = await RunAsync(machine, "1,1,4", "--count", "3", "--json");

        Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(Enumerable.Repeat("""{"schemaVersion":1,"x":1,"y":1,"core":4,"text":"second\n"}""", 3)), run.Error);
    }

    [Test]
    public async Task On_a_terminal_each_core_has_a_colour_of_its_own()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.EightBit });
        var printed = new PrintedText(TextWriter.Null, console);
        foreach ((int core, string text) in ((int, string)[])[(1, "a\n"), (2, "b\n"), (1, "c"), (1, "d\n")])
            await printed.ShowAsync(new Iobuf(new CoreLocation(0, 0, core), text));

        string[] lines = output.ToString().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines.SkipLast(1).Select(static line => line[..line.IndexOf('m', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(2));
        Assert.That(lines[2], Does.Contain("0,0,1: c").And.Contain("d").And.Not.Contain(": d"));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_tag_leads_afterwards_where_it_led_before(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("text", cancellationToken);
        string host = machine.Boards[0].EndPoint.ToString();

        await RunAsync(machine, "--count", "1");
        Assert.That((await CommandRun.OfAsync("tags", host)).Error, Does.Contain("No tag is in use"));

        await CommandRun.OfAsync("tags", host, "--set", "0=127.0.0.5:17892", "--keep-sdp");
        await RunAsync(machine, "--count", "1");
        Assert.That((await CommandRun.OfAsync("tags", host)).Out, Does.Match(@"\b0\s+cores\s+127\.0\.0\.5:17892\s+yes"));
    }

    [Test, CancelAfter(60_000)]
    public async Task When_it_is_stopped_the_tag_leads_where_it_led_before_unless_another_program_has_it([Values] bool isTaken, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("text", cancellationToken);
        string host = machine.Boards[0].EndPoint.ToString();
        await CommandRun.OfAsync("tags", host, "--set", "0=127.0.0.5:17892", "--keep-sdp");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new ExpectingWriter("text");
        Task<CommandRun> running = CommandRun.OfAsync(["console", host, "--port", "0"], output: output, cancellationToken: stop.Token);
        await output.Expected.WaitAsync(cancellationToken);
        if (isTaken)
            await CommandRun.OfAsync("tags", host, "--set", "0=127.0.0.6:17892", "--keep-sdp");

        await stop.CancelAsync();

        Assert.That((await running).ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That((await CommandRun.OfAsync("tags", host)).Out, Does.Match($@"\b0\s+cores\s+127\.0\.0\.{(isTaken ? 6 : 5)}:17892\s+yes"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reverse_tag_is_one_again(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("text", cancellationToken);
        string host = machine.Boards[0].EndPoint.ToString();
        await CommandRun.OfAsync("tags", host, "--reverse", "0=12345:0,1,2");

        await RunAsync(machine, "--count", "1");

        Assert.That((await CommandRun.OfAsync("tags", host)).Out, Does.Contain("12345"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Silence_is_a_failure_with_advice(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await RunAsync(machine, "--timeout", "0.1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("Nothing was printed").And.Contain("spinnman iobuf"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_port_that_another_program_has_is_an_error_that_names_a_way_out(CancellationToken cancellationToken)
    {
        await using EieioConnection other = await EieioConnection.ListenAsync(cancellationToken: cancellationToken);

        CommandRun run = await CommandRun.OfAsync("console", "127.0.0.1:1", "--port", $"{other.LocalPort}");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(run.Error, Does.Contain("With --port 0 the system chooses a port"));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_no_text_is_not_shown(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync("text", cancellationToken);
        int port = await FreePorts.FindAsync(cancellationToken);
        Task<CommandRun> running = CommandRun.OfAsync(["console", machine.Boards[0].EndPoint.ToString(), "--port", $"{port}", "--count", "20"], cancellationToken: cancellationToken);
        await using EieioConnection stranger = await EieioConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken: cancellationToken);
        while (!running.IsCompleted)
        {
            try
            {
                await stranger.SendAsync(new byte[30], cancellationToken);
            }
            catch (SpinnakerConnectionException)
            {
                // Nothing listens yet, or any more.
            }

            await Task.Delay(s_often, cancellationToken);
        }

        CommandRun run = await running;
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.All.EqualTo("0,1,3: text"));
    }

    private static Task<CommandRun> RunAsync(VirtualMachine machine, params string[] more) => CommandRun.OfAsync(["console", machine.Boards[0].EndPoint.ToString(), "--port", "0", .. more]);

    private static async Task<VirtualMachine> StartAsync(string text, CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 1, 3), new PrinterApplication { Text = text, Interval = s_often });
        return machine;
    }
}
