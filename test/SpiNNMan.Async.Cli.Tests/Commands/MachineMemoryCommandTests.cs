using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Memory, printed text, tags, routes and counters of machines of several boards.</summary>
[Platform(Include = "Linux", Reason = "Every address of 127.0.0.0/8 is this computer's there.")]
internal sealed class MachineMemoryCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Memory_is_read_and_written_through_the_board_it_is_on(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        VirtualBoard board = machine.Boards.Single(static board => board.Location == new ChipLocation(8, 4));
        long before = board.Statistics.Received;

        CommandRun write = await CommandRun.OfAsync(["write", host, "9,5", "0x61000001", "--verify"], input: Pattern.Create(50_000, 1), cancellationToken: cancellationToken);
        CommandRun read = await CommandRun.OfAsync(["read", host, "9,5", "0x61000001", "50000"], cancellationToken: cancellationToken);
        CommandRun fill = await CommandRun.OfAsync("fill", host, "9,5", "0x61000002", "5", "0x44332211");

        Assert.That((write.ExitCode, read.ExitCode, fill.ExitCode), Is.EqualTo((0, 0, 0)), write.Error + read.Error + fill.Error);
        Assert.That(read.Bytes, Is.EqualTo(Pattern.Create(50_000, 1)));
        Assert.That(board.Statistics.Received - before, Is.GreaterThan(3 * 196));
        var filled = new byte[5];
        machine.ReadMemory(new ChipLocation(9, 5), 0x61000002, filled);
        Assert.That(filled, Is.EqualTo(new byte[] { 0x11, 0x22, 0x33, 0x44, 0x11 }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Printed_text_is_shown_core_by_core(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        machine.Run(new CoreLocation(9, 5, 3), new HelloApplication { Text = "one\n\etwo" });
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "three" });

        CommandRun all = await CommandRun.OfAsync("iobuf", host);
        CommandRun chip = await CommandRun.OfAsync("iobuf", host, "9,5", "--json");
        CommandRun wrong = await CommandRun.OfAsync("iobuf", host, "9;5");

        Assert.That(all.Out, Is.EqualTo("0,0,1: three\n9,5,3: one\n9,5,3: \uFFFDtwo\n"), all.Error);
        Assert.That(JsonDocument.Parse(chip.Out).RootElement.GetProperty("text").GetString(), Is.EqualTo("one\n\etwo\n"));
        Assert.That(wrong.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_answers_is_shown_before_the_failure_of_what_does_not(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        machine.Run(new CoreLocation(9, 5, 3), new HelloApplication { Text = "here" });
        machine.KillMonitor(new ChipLocation(1, 1));

        CommandRun text = await CommandRun.OfAsync("iobuf", host, "1,1,4", "9,5,3");

        Assert.That((text.ExitCode, text.Out), Is.EqualTo((ExitCodes.Failure, "9,5,3: here\n")));
        Assert.That(text.Error, Does.Contain("failed on 1 of 2: on 1,1"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Printed_text_is_followed_until_stopped(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new StoppingWriter("9,5,3: later", stop);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "early" });
        output.On("early", () => machine.Run(new CoreLocation(9, 5, 3), new HelloApplication { Text = "later" }));

        CommandRun run = await CommandRun.OfAsync(["iobuf", host, "--follow", "--interval", "0.02"], output: output, cancellationToken: stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.Out, Is.EqualTo("0,0,1: early\n9,5,3: later\n"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Tags_are_set_shown_and_cleared(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);

        CommandRun set = await CommandRun.OfAsync("tags", host, "--set", "1=10.1.2.3:17895", "--reverse", "2=12345:9,5,3", "--board", "9,5", "--json");
        CommandRun shown = await CommandRun.OfAsync("tags", host);
        CommandRun cleared = await CommandRun.OfAsync("tags", host, "--clear", "1", "--clear", "2");
        CommandRun refused = await CommandRun.OfAsync("tags", host, "--reverse", "2=17893:0,0,1");

        JsonElement[] tags = [.. set.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.That(tags.Select(static tag => (tag.GetProperty("boardX").GetInt32(), tag.GetProperty("tag").GetInt32(), tag.GetProperty("port").GetInt32())), Is.EqualTo(new[] { (8, 1, 17895), (8, 2, 12345) }), set.Error);
        Assert.That(shown.Out, Does.Contain("10.1.2.3:17895").And.Contain("port 12345").And.Contain("9,5,3 port 1"));
        Assert.That((cleared.ExitCode, cleared.Out, cleared.Error), Is.EqualTo((0, "", "No tag is in use.\n")));
        Assert.That((refused.ExitCode, refused.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Routes_and_heaps_are_shown(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        await using (Transceiver transceiver = await Transceiver.OpenAsync(host, cancellationToken: cancellationToken))
        {
            await transceiver.Routing.LoadAsync(new ChipLocation(9, 5), [new MulticastRoute(0x1234, 0xFFFFFFF0, new Route([1, 2], [3]))], 40, cancellationToken);
            (await transceiver.Sdram.AllocateAsync(new ChipLocation(9, 5), 4096, 40, tag: 7, cancellationToken)).Release();
        }

        CommandRun routes = await CommandRun.OfAsync("routes", host, "--app", "40", "--json");
        CommandRun table = await CommandRun.OfAsync("routes", host, "9,5", "--app", "40");
        CommandRun heap = await CommandRun.OfAsync("heap", host, "9,5");
        CommandRun ram = await CommandRun.OfAsync("heap", host, "9,5", "--heap", "sysram", "--json");
        CommandRun clear = await CommandRun.OfAsync("routes", host, "--app", "40", "--clear");
        CommandRun none = await CommandRun.OfAsync("routes", host, "--app", "40");

        JsonElement route = JsonDocument.Parse(routes.Out).RootElement;
        Assert.That((route.GetProperty("x").GetInt32(), route.GetProperty("key").GetUInt32(), route.GetProperty("links").GetArrayLength()), Is.EqualTo((9, 0x1234u, 2)));
        Assert.That(table.Out, Does.Contain("0x00001234").And.Contain("0xFFFFFFF0").And.Contain("1 2"));
        Assert.That(heap.Out, Does.Match("0x[0-9A-F]{8} +4,096 +40 +7").And.Contain("in one piece"));
        Assert.That(JsonDocument.Parse(ram.Out).RootElement.GetProperty("heap").GetString(), Is.EqualTo("sysram"));
        Assert.That(clear.Error, Is.EqualTo("Cleared the routes of application 40 on 144 chips.\n"));
        Assert.That(none.Error, Is.EqualTo("There are no routes.\n"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Counters_are_shown_for_the_time_of_a_command_whose_exit_code_is_kept(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        machine.WriteMemory(new ChipLocation(9, 5), MemoryMap.RouterCounters + (4 * (uint)RouterRegister.DroppedMulticast), [5, 0, 0, 0]);

        CommandRun all = await CommandRun.OfAsync("counters", host, "--dropped");
        CommandRun during = await CommandRun.OfAsync("counters", host, "--dropped", "--", "sh", "-c", "exit 7");
        CommandRun missing = await CommandRun.OfAsync("counters", host, "--", "/no/such/command");

        Assert.That(all.Out, Does.Contain("DroppedMulticast").And.Match("9,5 +5"), all.Error);
        Assert.That((during.ExitCode, during.Out), Is.EqualTo((7, "Nothing was dropped.\n")));
        Assert.That((missing.ExitCode, missing.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_signal_stops_a_transfer_in_the_middle([Values("read", "write")] string command, CancellationToken cancellationToken)
    {
        // At this pace the transfer takes minutes.
        var network = new CountingNetwork(20);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Network = network, ServiceTime = ServiceTime.None with { PerMessage = TimeSpan.FromMilliseconds(20) } }, cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("data"), new byte[4 << 20], cancellationToken);
        string[] length = command is "read" ? ["4M"] : [];
        using var process = SpinnmanProcess.Start([command, $"{machine.Boards[0].EndPoint}", "0,0", "0x61000000", .. length, directory.File("data")]);
        await network.Reached.WaitAsync(cancellationToken);
        await process.SignalAsync("INT", cancellationToken);

        Assert.That(await process.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(await process.ErrorAsync(cancellationToken), Does.EndWith("spinnman: stopped.\n"));
        Assert.That((await File.ReadAllBytesAsync(directory.File("data"), cancellationToken)).Length, Is.EqualTo(4 << 20), "nothing is written in part");
    }

    private static Task<VirtualMachine> StartAsync(string address, CancellationToken cancellationToken) => VirtualMachine.StartAsync(
        new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse(address), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);
}
