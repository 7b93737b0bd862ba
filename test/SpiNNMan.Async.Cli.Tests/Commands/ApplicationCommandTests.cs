using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The commands for applications.</summary>
internal sealed class ApplicationCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task An_application_is_loaded_listed_started_waited_for_and_stopped(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun load = await CommandRun.OfAsync("load", host, "virtual:barrier", "--cores", "0,0,1-3", "1,1");
        string id = load.Out.Trim();
        CommandRun loaded = await CommandRun.OfAsync("ps", host, "--json");
        CommandRun start = await CommandRun.OfAsync("signal", host, id, "start");
        CommandRun reached = await CommandRun.OfAsync("wait", host, id, "sync0", "--timeout", "10");
        CommandRun first = await CommandRun.OfAsync("signal", host, id, "Sync0", "--json");
        CommandRun second = await CommandRun.OfAsync("wait", host, id, "sync1", "--timeout", "10", "--json");
        CommandRun late = await CommandRun.OfAsync("wait", host, id, "--timeout", "0");
        CommandRun list = await CommandRun.OfAsync("ps", host, "--state", "sync1", "--name", "bar*", "--cores", "*,*,1");
        CommandRun stop = await CommandRun.OfAsync("stop", host, id);
        CommandRun nothing = await CommandRun.OfAsync("ps", host);

        Assert.That(new[] { load, loaded, start, reached, first, second, list, stop, nothing }.Select(static run => run.ExitCode), Is.All.EqualTo(ExitCodes.Success), load.Error);
        Assert.That(load.Error, Does.Contain("20 cores").And.Contain("wait for the start signal"));
        JsonElement[] cores = [.. loaded.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.That(cores, Has.Length.EqualTo(20));
        Assert.That(cores[0].ToString(), Is.EqualTo($$"""{"schemaVersion":1,"x":0,"y":0,"core":1,"state":"ready","applicationName":"barrier","applicationId":{{id}}}"""));
        Assert.That(JsonDocument.Parse(second.Out).RootElement.GetProperty("outcome").GetString(), Is.EqualTo("reached"));
        Assert.That((late.ExitCode, late.Error), Is.EqualTo((ExitCodes.Failure, late.Error)));
        Assert.That(late.Error, Does.Contain("in Sync1"));
        Assert.That(list.Out.Split('\n').Count(line => line.Contains("barrier", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That((nothing.Out, nothing.ErrorLines.Length), Is.EqualTo(("", 1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_state_that_has_no_name_is_shown_as_a_number_and_hinders_nothing(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        machine.WriteMemory(default, MemoryMap.GetCoreInfoAddress(2) + 46, [51]);

        CommandRun info = await CommandRun.OfAsync("info", host);
        CommandRun infoJson = await CommandRun.OfAsync("info", host, "--json");
        CommandRun list = await CommandRun.OfAsync("ps", host);
        CommandRun json = await CommandRun.OfAsync("ps", host, "--state", "51", "--json");
        CommandRun load = await CommandRun.OfAsync("load", host, "virtual:hello", "--cores", "0,0,3");
        CommandRun signal = await CommandRun.OfAsync("signal", host, load.Out.Trim(), "start");
        CommandRun wait = await CommandRun.OfAsync("wait", host, load.Out.Trim(), "--timeout", "20");
        CommandRun stop = await CommandRun.OfAsync("stop", host, "--all");

        Assert.That(new[] { info, infoJson, list, json, load, signal, wait, stop }.Select(static run => (run.ExitCode, run.Error)).Where(static run => run.ExitCode != ExitCodes.Success), Is.Empty);
        Assert.That(info.Out, Does.Contain("1 51"));
        Assert.That(infoJson.Out, Does.Contain("\"51\""));
        Assert.That(list.Out, Does.Match(@"0\D+0\D+2\D+51"));
        Assert.That(json.Out, Does.Contain("\"core\":2,\"state\":\"51\""));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_run_shows_what_was_printed_and_leaves_nothing(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("run", $"{machine.Boards[0].EndPoint}", "virtual:hello", "--cores", "0,0,1-2");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Is.EqualTo("0,0,1: hello, world\n0,0,2: hello, world\n"));
        Assert.That(run.Error, Does.StartWith("2 cores ended"));
        Assert.That(BusyCores(machine), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_run_that_fails_says_where_and_why(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun crash = await CommandRun.OfAsync("run", host, "virtual:crash", "--cores", "1,0,5");
        CommandRun json = await CommandRun.OfAsync("run", host, "virtual:crash", "--cores", "1,0,5", "--json");
        CommandRun late = await CommandRun.OfAsync("run", host, "virtual:printer", "--timeout", "0.2", "--json");

        Assert.That(new[] { crash.ExitCode, json.ExitCode, late.ExitCode }, Is.All.EqualTo(ExitCodes.Failure));
        Assert.That(crash.Error, Does.Contain("1,0,5").And.Contain("SoftwareError").And.Contain("r0="));
        JsonElement result = JsonDocument.Parse(json.Out).RootElement;
        Assert.That(result.GetProperty("outcome").GetString(), Is.EqualTo("failed"));
        Assert.That(result.GetProperty("failures")[0].GetProperty("runTimeError").GetString(), Is.EqualTo("softwareError"));
        Assert.That(JsonDocument.Parse(late.Out).RootElement.GetProperty("outcome").GetString(), Is.EqualTo("timedOut"));
        Assert.That(BusyCores(machine), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Barriers_are_opened_on_request(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("run", $"{machine.Boards[0].EndPoint}", "virtual:barrier", "--sync", "--timeout", "20", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(JsonDocument.Parse(run.Out).RootElement.GetProperty("coreCount").GetInt32(), Is.EqualTo(68));
    }

    [Test, CancelAfter(60_000)]
    public async Task No_core_gets_past_a_barrier_before_all_others_have_come_to_it(CancellationToken cancellationToken)
    {
        const int barriers = 12;
        var walkers = new ConcurrentBag<Walker>();
        var rule = new ApplicationRule("walker", () =>
        {
            var walker = new Walker(walkers, barriers);
            walkers.Add(walker);
            return walker;
        });
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Applications = [rule] }, cancellationToken);

        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("walker.aplx"), VirtualApplicationImage.Create("walker"), cancellationToken);

        CommandRun run = await CommandRun.OfAsync("run", $"{machine.Boards[0].EndPoint}", directory.File("walker.aplx"), "--cores", "*,*,1-2", "--sync", "--timeout", "40");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(walkers.Select(static walker => walker.Came), Is.EqualTo(Enumerable.Repeat(barriers, 8)));
        Assert.That(walkers.Select(static walker => walker.WasEarly), Is.All.False);
    }

    [Test, CancelAfter(60_000)]
    public async Task Machines_of_many_boards_need_no_options(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse(host), UseTruePorts = true }, cancellationToken);

        CommandRun load = await CommandRun.OfAsync("load", host, "virtual:printer", "--start", "--json", "--app-id", "77");
        CommandRun summary = await CommandRun.OfAsync("ps", host, "--summary");
        CommandRun stop = await CommandRun.OfAsync("stop", host, "--all", "--json");

        Assert.That(new[] { load, summary, stop }.Select(static run => run.ExitCode), Is.All.EqualTo(ExitCodes.Success), load.Error + stop.Error);
        JsonElement result = JsonDocument.Parse(load.Out).RootElement;
        Assert.That((result.GetProperty("coreCount").GetInt32(), result.GetProperty("method").GetString()), Is.EqualTo((2424, "flood")));
        Assert.That(summary.Out, Does.Match(@"77\s+printer\s+Running\s+2424"));
        Assert.That(BusyCores(machine), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task What_cannot_be_loaded_is_a_failure_that_says_why(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("app.elf"), "\u007FELF and more than that", cancellationToken);

        CommandRun missing = await CommandRun.OfAsync("load", host, "/no/such/file.aplx");
        CommandRun elf = await CommandRun.OfAsync("run", host, directory.File("app.elf"));
        CommandRun nowhere = await CommandRun.OfAsync("run", host, "virtual:hello", "--cores", "7,7");
        CommandRun flood = await CommandRun.OfAsync("load", host, "virtual:hello", "--cores", "0,0,1", "--method", "flood");
        CommandRun unknown = await CommandRun.OfAsync("stop", host, "99");

        Assert.That(new[] { missing, elf, nowhere, flood, unknown }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(elf.Error, Does.Contain(".aplx"));
        Assert.That(nowhere.Error, Does.Contain("7,7").And.Contain("spinnman info"));
        Assert.That(flood.Error, Does.Contain("every chip"));
        Assert.That(unknown.Error, Does.Contain("spinnman ps"));
    }

    [TestCase("load", "host")]
    [TestCase("load", "host", "file", "--cores", "1")]
    [TestCase("load", "host", "file", "--cores", "1,2,3-")]
    [TestCase("load", "host", "file", "--cores", "x,2")]
    [TestCase("load", "host", "file", "--method", "magic")]
    [TestCase("run", "host", "file", "--app-id", "15")]
    [TestCase("run", "host", "file", "--timeout", "-1")]
    [TestCase("signal", "host", "30", "wake")]
    [TestCase("signal", "host", "30", "3")]
    [TestCase("wait", "host", "30", "done")]
    [TestCase("stop", "host")]
    [TestCase("stop", "host", "30", "--all")]
    [TestCase("ps", "host", "--state", "asleep")]
    public async Task Wrong_usage_ends_with_2_and_one_line(params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
    }

    [TestCase("ps")]
    [TestCase("load")]
    [TestCase("run")]
    [TestCase("signal")]
    [TestCase("wait")]
    [TestCase("stop")]
    public async Task Every_command_explains_itself(string command)
    {
        CommandRun run = await CommandRun.OfAsync(command, "--help");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Out, Does.Contain($"{command} ").And.Contain("--json"));
    }

    /// <summary>The cores that have an application.</summary>
    private static IEnumerable<CoreLocation> BusyCores(VirtualMachine machine) => MachineState.BusyCores(machine);

    /// <summary>Waits at one barrier after the other. Each core arrives at a different time, and notices if a barrier opens before all cores have arrived.</summary>
    private sealed class Walker(ConcurrentBag<Walker> all, int barriers) : IVirtualCoreApplication
    {
        public string Name => "walker";

        public int Came { get; private set; }

        public bool WasEarly { get; private set; }

        public void OnStart(IVirtualCore core) => Come(core);

        public void OnBarrier(IVirtualCore core)
        {
            WasEarly |= all.Any(other => other.Came < Came);
            if (Came == barriers)
                core.Exit(0);
            else
                core.Schedule(TimeSpan.FromMilliseconds(1 + (5 * (((2 * core.Location.X) + core.Location.Y + Came) % 4))), () => Come(core));
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }

        private void Come(IVirtualCore core)
        {
            Came++;
            core.WaitAtBarrier();
        }
    }
}
