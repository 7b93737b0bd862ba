using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class LiveCommandTests
{
    private const string Keys = "in=0x70000+100@1,1,1";

    [Test, CancelAfter(60_000)]
    public async Task Each_event_is_a_line_of_CSV(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", "a,\"b=0x70000/0xffffff00", "--csv", "--count", "3"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n'), Is.EqualTo(new[] { "run,label,atom,key,tick,payload", "1,\"a,\"\"b\",7,458759,,", "1,\"a,\"\"b\",8,458760,,", "1,\"a,\"\"b\",7,458759,,", "" }));
        Assert.That(run.Error, Does.Contain("run 1: ").And.Contain(" events in ").And.Contain("tag 1 of 127.0.0.1"), "what came of it is told beside the events");
    }

    [Test, CancelAfter(60_000)]
    public async Task Each_event_is_a_document_and_the_last_one_tells_what_came_of_the_run(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        await LiveMachine.DatabaseOf(machine).WriteAsync(directory.File("run.sqlite3"), cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--database", directory.File("run.sqlite3"), "--label", "in", "--json", "--count", "2"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        JsonElement[] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.That(lines.SkipLast(1).Select(static line => (line.GetProperty("label").GetString(), line.GetProperty("atom").GetInt32(), line.GetProperty("key").GetUInt32())), Is.EqualTo(new[] { ("in", 7, 0x70007u), ("in", 8, 0x70008u) }));
        Assert.That(lines[^1].GetProperty("receivedEvents").GetInt64(), Is.GreaterThanOrEqualTo(2));
        Assert.That(lines[^1].TryGetProperty("complete", out _), Is.False, "while cores run, nobody knows");
    }

    [Test]
    public async Task Events_are_written_in_one_way()
    {
        CommandRun run = await CommandRun.OfAsync("live", "127.0.0.1:1", "--keys", Keys, "--csv", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Out + run.Error, Does.Contain("--csv and --json exclude each other"));
    }

    [TestCase("events.csv", "run,label,atom,key,tick,payload")]
    [TestCase("events.jsonl", "{\"schemaVersion\":1,\"run\":1,\"label\":\"in\",\"atom\":7,\"key\":458759}")]
    [CancelAfter(60_000)]
    public async Task What_is_recorded_is_whole_also_when_it_is_stopped(string name, string first, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new StoppingWriter(" s: in ", stop);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", Keys, "--record", directory.File(name)], output: output, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted), run.Error);
        Assert.That(run.Out, Does.Contain("run 1: receiving in (100 atoms)").And.Match(@"in [0-9,]+/s").And.Match(@"run 1: [0-9,]+ events in [0-9,]+ datagrams"));
        string[] lines = await File.ReadAllLinesAsync(directory.File(name), cancellationToken);
        Assert.That(lines[0], Is.EqualTo(first));
        Assert.That(lines, Has.Length.GreaterThan(20));
        Assert.That(Directory.GetFiles(directory.Root), Has.Length.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_record_that_cannot_be_written_is_an_error_before_anything_is_done(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["live", "127.0.0.1:1", "--keys", Keys, "--record", "/nowhere/at/all.csv"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines), Is.EqualTo((ExitCodes.Failure, run.ErrorLines)));
        Assert.That(run.Error, Does.Contain("there is no directory /nowhere/at"));
    }

    [Test, CancelAfter(60_000)]
    public async Task When_nothing_comes_it_says_what_to_look_at(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken, sendsAlways: false);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", Keys, "--timeout", "0.3"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("No event came.").And.Contain("firewall"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Keys_of_no_label_are_told_as_lost(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", "in=0x70007+1", "--count", "2"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Match(@"LOST [0-9,]+ events? with keys of no label \(0x00070008\)"));
    }

    [TestCase("--label", "inn", "Did you mean 'in'?")]
    [TestCase("--database", "/nowhere/at/all", "no such file")]
    [CancelAfter(60_000)]
    public async Task What_is_misspelt_is_an_error_that_says_so(string option, string value, string message, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        string[] words = ["live", HostOf(machine), .. option is "--database" ? [] : new[] { "--keys", Keys }, option, value];

        CommandRun run = await CommandRun.OfAsync(words, cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test, CancelAfter(60_000)]
    public async Task It_goes_with_the_runs_of_a_tool_chain(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        await LiveMachine.DatabaseOf(machine).WriteAsync(directory.File("run.sqlite3"), cancellationToken);
        await using var error = new WatchedWriter();
        await using var server = new NotificationServer();
        Task<CommandRun> running = CommandRun.OfAsync(["live", HostOf(machine), "--port", "0", "--runs", "2"], error: error, cancellationToken: cancellationToken);
        await server.RegisterAsync("live", await ToolEndPointAsync(error, cancellationToken), cancellationToken: cancellationToken);

        Assert.That(await AnnounceBrieflyAsync(await ToolEndPointAsync(error, cancellationToken), cancellationToken), Is.EqualTo(new[] { "live" }), "a database that is not there is told, and the next run is better");
        for (int run = 1; run <= 2; run++)
        {
            await server.AnnounceAsync(directory.File("run.sqlite3"), cancellationToken);
            await server.StartAsync(cancellationToken);
            await server.StopAsync(cancellationToken);
        }

        CommandRun result = await running;
        Assert.That(result.ExitCode, Is.EqualTo(ExitCodes.Success), result.Error);
        Assert.That(result.Error, Does.Contain("warning: a run was not made ready").And.Contain("/nowhere"));
        Assert.That(result.Out, Does.Match(@"run 1: receiving in \(100 atoms\)\n(.*\n)*run 2: receiving in \(100 atoms\)\n(.*\n)*run 1: [0-9,]+ events"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Events_are_sent_by_label_and_atom(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken, sendsAlways: false);
        using var directory = new TemporaryDirectory();
        await LiveMachine.DatabaseOf(machine).WriteAsync(directory.File("run.sqlite3"), cancellationToken);

        CommandRun byKeys = await CommandRun.OfAsync(["live", "send", "in", "1", "5-8", "--host", HostOf(machine), "--keys", Keys, "--repeat", "2", "--interval", "0.01"], cancellationToken: cancellationToken);
        CommandRun byDatabase = await CommandRun.OfAsync(["live", "send", "in", "99", "--host", HostOf(machine), "--database", directory.File("run.sqlite3"), "--payload", "0x10", "--pace", "1000", "--json"], cancellationToken: cancellationToken);

        Assert.That((byKeys.ExitCode, byKeys.Out), Is.EqualTo((ExitCodes.Success, "in: 10 events sent in 2 datagrams\n")), byKeys.Error);
        Assert.That((byDatabase.ExitCode, byDatabase.Out), Is.EqualTo((ExitCodes.Success, "{\"schemaVersion\":1,\"label\":\"in\",\"sentEvents\":1,\"sentDatagrams\":1}\n")), byDatabase.Error);
        while (machine.Ledger.Total(LedgerKind.EventInjected).Events < 11)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);

        Assert.That((await CommandRun.OfAsync("tags", HostOf(machine))).Error, Does.Contain("No tag is in use"), "sending changes no tag");
    }

    [TestCase("100", "atoms 0 to 99")]
    [TestCase("1 --at 100", "no table of data")]
    [CancelAfter(60_000)]
    public async Task What_cannot_be_sent_is_an_error(string words, string message, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken, sendsAlways: false);

        CommandRun run = await CommandRun.OfAsync(["live", "send", "in", .. words.Split(' '), "--host", HostOf(machine), "--keys", Keys], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Out), Is.EqualTo((ExitCodes.Failure, 1, "")), run.Error);
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(machine.Ledger.Total(LedgerKind.EventInjected).Events, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task The_tag_leads_afterwards_where_it_led_before([Values] bool isInterrupted, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);

        await ShowAsync(machine, isInterrupted, cancellationToken);
        Assert.That((await CommandRun.OfAsync("tags", HostOf(machine))).Error, Does.Contain("No tag is in use"));

        await CommandRun.OfAsync("tags", HostOf(machine), "--set", "1=127.0.0.5:17895");
        await ShowAsync(machine, isInterrupted, cancellationToken);
        Assert.That((await CommandRun.OfAsync("tags", HostOf(machine))).Out, Does.Match(@"\b1\s+cores\s+127\.0\.0\.5:17895\b"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_cannot_be_given_back_is_told(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new StoppingWriter(" s: in ", stop);
        output.On("run 1: receiving", () => machine.Boards[0].IsMute = true);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", Keys], output: output, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.Error, Does.Contain("warning: tag 1 of 127.0.0.1: NotGivenBack, it still leads to this computer"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_host_stands_for_one_board_only(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        RunDatabase database = LiveMachine.DatabaseOf(machine);
        Gatherer elsewhere = database.Gatherers[0] with { Board = IPAddress.Parse("127.0.0.77") };
        database = database with { Gatherers = [.. database.Gatherers, elsewhere], Populations = [database.Populations[0] with { Gatherers = [.. database.Gatherers, elsewhere] }] };
        await database.WriteAsync(directory.File("run.sqlite3"), cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--database", directory.File("run.sqlite3")], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("leave HOST out"));
    }

    [Test, CancelAfter(60_000)]
    public async Task On_a_terminal_there_are_dots(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await LiveMachine.StartAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["live", HostOf(machine), "--keys", Keys, "--count", "50"], onTerminal: true, width: 80, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("run 1  00:00:").And.Contain("nothing lost here").And.Match("[\u2801-\u28FF'.:]"));
    }

    /// <summary>Shows events, until there are some or it is stopped.</summary>
    private static async Task ShowAsync(VirtualMachine machine, bool isInterrupted, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new StoppingWriter(" s: in ", stop);
        string[] words = ["live", HostOf(machine), "--keys", Keys, .. isInterrupted ? [] : new[] { "--count", "5" }];

        CommandRun run = await CommandRun.OfAsync(words, output: output, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(isInterrupted ? ExitCodes.Interrupted : ExitCodes.Success), run.Error);
    }

    private static string HostOf(VirtualMachine machine) => machine.Boards[0].EndPoint.ToString();

    private static async Task<IPEndPoint> ToolEndPointAsync(WatchedWriter error, CancellationToken cancellationToken)
    {
        string line = await error.FirstLine.WaitAsync(cancellationToken);
        Assert.That(line, Does.StartWith("listening for the tool chain on port "));
        return new IPEndPoint(IPAddress.Loopback, int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Announces a database that is not there.</summary>
    /// <returns>Who did not answer.</returns>
    private static async Task<IReadOnlyList<string>> AnnounceBrieflyAsync(IPEndPoint live, CancellationToken cancellationToken)
    {
        await using var server = new NotificationServer(new NotificationServerOptions { AnswerDeadline = TimeSpan.FromMilliseconds(300) });
        await server.RegisterAsync("live", live, cancellationToken: cancellationToken);
        try
        {
            await server.AnnounceAsync("/nowhere/at/all", cancellationToken);
            return [];
        }
        catch (ListenersMissingException exception)
        {
            return exception.Missing;
        }
    }
}
