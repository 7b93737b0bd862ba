using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Executed;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>What boards are with executed chips: power, faults, dead parts, views, and how time passes.</summary>
internal sealed class ExecutedMachineTests
{
    private static readonly TimeSpan s_boot = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task A_board_that_waits_announces_itself_and_takes_the_image_that_a_host_sends()
    {
        IPEndPoint target = new(IPAddress.Parse("127.0.0.99"), 54321);
        await using ChipBench bench = await ChipBench.StartAsync(options => options with { AnnouncementTargets = [target], AnnouncementInterval = TimeSpan.FromMilliseconds(50) }, boots: false);
        await using IDatagramSocket listener = bench.Machine.Options.Network.Open(target);
        await using IDatagramSocket boot = TestMachines.Connect(bench.Machine, bench.Board.BootEndPoint);
        bench.Time.Advance(TimeSpan.FromMilliseconds(60));
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Rom));
        Assert.That((bench.Board.Statistics.Sent, bench.Board.Statistics.Dropped), Is.EqualTo((1, 0)));
        Assert.That(Convert.ToHexString(await TestMachines.ReceiveAsync(listener)), Is.EqualTo("000100000041020100000000000043505453"));

        foreach (byte[] message in BootMessages.Of(ChipBench.Image, 3, 1, DateTimeOffset.UnixEpoch))
            boot.Send(message);
        await bench.UntilAsync(() => bench.Board.Statistics.Received == ((ChipBench.Image.Length + 1023) / 1024) + 2, () => $"{bench.Board.Statistics.Received} were received");
        bench.Time.Advance(s_boot);

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
        Assert.That(await bench.ReadWord(1, 1, ChipBench.Neighbours), Is.EqualTo(0x3c));
    }

    [Test]
    public async Task Application_cores_count_milliseconds()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);
        uint before = await bench.ReadWord(1, 0, ChipBench.Counters + (4 * 17));
        bench.Time.Advance(TimeSpan.FromMilliseconds(500));
        uint after = await bench.ReadWord(1, 0, ChipBench.Counters + (4 * 17));

        Assert.That(after - before, Is.InRange(499, 504));
        Assert.That(bench.Machine.Execution!.Value.AchievedPace, Is.InRange(0.95, 1.05));
    }

    [Test]
    public async Task A_program_that_never_sleeps_stops_neither_the_others_nor_the_monitor_nor_the_network()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);

        // Cores 2 to 17 of (1, 0) go round for ever, writing to SDRAM; core 1 goes on counting.
        await bench.StartProgram(new ChipLocation(1, 0), 0x3fffc, 0xe3a00206, 0xe5810000, 0xe2811001, 0xe5901004, 0xe5801004, 0xeafffffb);
        uint before = await bench.ReadWord(1, 0, ChipBench.Counters + 4);
        bench.Time.Advance(TimeSpan.FromMilliseconds(30));

        Assert.That(await bench.ReadWord(1, 0, ChipBench.Counters + 4) - before, Is.InRange(29, 60));
        Assert.That((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation(1, 0, 0)))).Name, Is.EqualTo("Boot image"));
        Assert.That(bench.Board.TakeSnapshot().Chips.Single(static chip => chip.Location == new ChipLocation(1, 0)).AwakeCores, Is.EqualTo(16));
    }

    [Test]
    public async Task Dead_chips_cores_and_links_are_not_there()
    {
        await using ChipBench bench = await ChipBench.StartAsync(static options => options with
        {
            DeadChips = [new ChipLocation(1, 1)],
            DeadCores = [new CoreLocation(1, 0, 0), new CoreLocation(1, 0, 5)],
            DeadLinks = [(new ChipLocation(0, 0), 5)],
        });
        bench.Time.Advance(s_boot);

        Assert.That(await bench.ReadWord(0, 0, ChipBench.Neighbours), Is.EqualTo(0b000101), "east and north");
        Assert.That(await bench.ReadWord(1, 0, ChipBench.Neighbours + 4), Is.EqualTo(0x3ffdc), "core 1 is the monitor");
        Assert.That((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation(1, 0, 0)))).PhysicalCore, Is.EqualTo(1));
        Assert.That(bench.Board.TakeSnapshot().Chips.Select(static chip => chip.Location), Is.EquivalentTo(new[] { new ChipLocation(0, 0), new ChipLocation(1, 0), new ChipLocation(0, 1) }));
    }

    [Test]
    public async Task Power_that_goes_and_comes_leaves_a_board_that_waits()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);
        bench.Machine.WriteMemory(new ChipLocation(0, 0), 0x60000000, [1, 2, 3, 4]);
        bench.Board.SwitchOff();
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Off));
        bench.Time.Advance(s_boot);
        bench.Board.SwitchOn();
        bench.Time.Advance(s_boot);

        byte[] memory = new byte[4];
        bench.Machine.ReadMemory(new ChipLocation(0, 0), 0x60000000, memory);
        Assert.That(memory, Is.All.Zero);
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Rom));
    }

    [Test]
    public async Task Monitors_that_are_busy_or_dead_do_not_answer()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);
        await using IAsyncEnumerator<MachineEvent> watch = bench.Machine.WatchAsync().GetAsyncEnumerator();
        ValueTask<bool> first = watch.MoveNextAsync();

        bench.Machine.KeepBusy(new ChipLocation(1, 1), TimeSpan.FromSeconds(5));
        Assert.That(bench.Chip(1, 1).IsBusy, Is.True);
        Assert.That(Scp.Result(await bench.Ask(Scp.Version(1, 1))), Is.EqualTo(0x8b));
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Scp.Result(await bench.Ask(Scp.Version(1, 1))), Is.EqualTo(0x80));

        bench.Machine.KillMonitor(new ChipLocation(1, 1));
        bench.Time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.That(Scp.Result(await bench.Ask(Scp.Version(1, 1))), Is.EqualTo(0x8b));
        Assert.That(bench.Chip(1, 1).Failure, Does.Contain("killed"));
        Assert.That(await first, Is.True);
        Assert.That((watch.Current.Kind, watch.Current.Chip), Is.EqualTo((MachineEventKind.MonitorDied, new ChipLocation(1, 1))));
    }

    [Test]
    public async Task A_link_that_is_cut_carries_nothing_until_it_is_mended()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);
        bench.Machine.BreakLink(new ChipLocation(0, 0), 0);
        Assert.That(Scp.Result(await bench.Ask(Scp.Version(1, 0))), Is.EqualTo(0x8b));
        bench.Machine.BreakLink(new ChipLocation(0, 0), 0, isBroken: false);

        Assert.That(Scp.Result(await bench.Ask(Scp.Version(1, 0))), Is.EqualTo(0x80));
    }

    [Test]
    public async Task Faults_of_the_network_are_as_with_models()
    {
        await using ChipBench bench = await ChipBench.StartAsync(static options => options with { Faults = new FaultOptions { Egress = new LinkFaults { Loss = 0.1 }, Ingress = new LinkFaults { Loss = 0.1 } } });
        bench.Time.Advance(s_boot);
        byte[] data = new byte[20_000];
        new Random(1).NextBytes(data);
        var chip = new CoreLocation(1, 1, 0);
        await bench.Run(bench.Client.WriteMemoryAsync(chip, 0x61000000, data));

        Assert.That(await bench.Run(bench.Client.ReadMemoryAsync(chip, 0x61000000, data.Length)), Is.EqualTo(data));
        Assert.That(bench.Machine.EgressFaults.Lost, Is.GreaterThan(10));
        Assert.That(bench.Board.Statistics.Received, Is.GreaterThan(100));
    }

    [Test]
    public async Task A_monitor_can_be_any_core_by_the_seed()
    {
        await using ChipBench bench = await ChipBench.StartAsync(static options => options with { RandomMonitorCores = true, Seed = 7 });
        bench.Time.Advance(s_boot);
        var monitors = new List<int>();
        for (byte chip = 0; chip < 4; chip++)
            monitors.Add((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation((byte)(chip / 2), (byte)(chip % 2), 0)))).PhysicalCore);

        Assert.That(monitors.Distinct().Count(), Is.GreaterThan(1));
    }

    [TestCase(0.25, 25)]
    [TestCase(3, 300)]
    public async Task Time_passes_at_the_pace_that_was_asked_for(double pace, int milliseconds)
    {
        await using ChipBench bench = await ChipBench.StartAsync(options => options with { Execution = options.Execution with { Pace = pace } });
        bench.Time.Advance(s_boot);

        Assert.That(bench.Machine.Execution!.Value.Virtual.TotalMilliseconds, Is.EqualTo(milliseconds).Within(3));
    }

    [Test]
    public async Task As_fast_as_possible_is_faster()
    {
        await using ChipBench bench = await ChipBench.StartAsync(options => options with { Execution = options.Execution with { Pace = 0 } });
        bench.Time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.That(bench.Machine.Execution!.Value.Virtual, Is.GreaterThan(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public async Task Programs_of_the_process_cannot_act_on_chips_that_execute()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);

        Assert.That(() => bench.Machine.Run(new CoreLocation(0, 0, 1), new EchoApplication()), Throws.InvalidOperationException.With.Message.Contains("execute"));
        Assert.That((bench.Board.Chips, bench.Board.Firmware), Is.EqualTo((Array.Empty<Chips.VirtualChip>(), (SoftwareVersion?)null)));
        Assert.That(() => bench.Machine.ReadMemory(new ChipLocation(0, 0), 0x90000000, new byte[4]), Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => bench.Machine.ReadMemory(new ChipLocation(7, 7), 0x60000000, new byte[4]), Throws.InstanceOf<InvalidParameterException>());
    }

    [Test]
    public void Options_without_meaning_are_refused()
    {
        var executed = new VirtualMachineOptions { Engine = ChipEngine.Executed, Network = new InMemoryNetwork() };
        Assert.That(() => VirtualMachine.StartAsync(executed), Throws.InstanceOf<InvalidParameterException>().With.Message.Contains("Execution.Image"));
        Assert.That(() => VirtualMachine.StartAsync(executed with { Booted = false, MemoryLimit = 1L << 30 }), Throws.InstanceOf<InvalidParameterException>().With.Message.Contains("48 executed chips"));
        Assert.That(() => new ExecutionOptions { Image = new byte[33_000] }, Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => new ExecutionOptions { Pace = -1 }, Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => new ExecutionOptions { HostLoad = 0 }, Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => new ExecutionOptions { HostThreads = 65 }, Throws.InstanceOf<InvalidParameterException>());
    }
}
