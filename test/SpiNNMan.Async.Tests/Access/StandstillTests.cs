using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Access;

/// <summary>Many chips of one board die while a machine is open: all of them are waited for together, on a simulated clock.</summary>
[CancelAfter(60_000)]
internal sealed class StandstillTests
{
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_little = TimeSpan.FromMilliseconds(100);

    /// <summary>All the chips of the machine answer by then, if they can.</summary>
    private static readonly TimeSpan s_healthy = TimeSpan.FromSeconds(1.5);

    private static readonly (string Name, Func<Transceiver, CancellationToken, Task> Call)[] s_calls =
    [
        ("counters", static (transceiver, token) => transceiver.Routing.GetDiagnosticsAsync(chips: null, token)),
        ("cores", static (transceiver, token) => transceiver.Applications.GetCoreInfosAsync(cancellationToken: token)),
        ("text", static (transceiver, token) => transceiver.Iobuf.GetAsync(cancellationToken: token)),
        ("watchdogs", static (transceiver, token) => transceiver.Chips.SetWatchdogAsync(chips: ChipsOf(transceiver), cancellationToken: token)),
        ("writing", static (transceiver, token) => transceiver.Memory.WriteAsync([.. ChipsOf(transceiver).Select(static chip => new MemoryWrite(chip.Monitor, 0x6000_0000, new byte[4000]))], cancellationToken: token)),
        ("reading", static (transceiver, token) => transceiver.Memory.ReadAsync([.. ChipsOf(transceiver).Select(static chip => new MemoryRead(chip.Monitor, 0x6000_0000, new byte[4000]))], cancellationToken: token)),
        ("SDRAM", static (transceiver, token) => transceiver.Sdram.AllocateAsync(ChipsOf(transceiver), 16, 30, cancellationToken: token)),
        ("routes", static (transceiver, token) => transceiver.Routing.LoadAsync(ChipsOf(transceiver).ToDictionary(static chip => chip, static _ => (IReadOnlyList<MulticastRoute>)[new MulticastRoute(1, uint.MaxValue, new Route([0], []))]), 30, cancellationToken: token)),
        ("clearing routes", static (transceiver, token) => transceiver.Routing.ClearAsync(30, cancellationToken: token)),
        ("freeing", static (transceiver, token) => transceiver.Sdram.FreeOfApplicationAsync(30, cancellationToken: token)),
        ("image", static (transceiver, token) => transceiver.Applications.LoadAsync(new ApplicationImage(VirtualApplicationImage.Create("run")), [.. ChipsOf(transceiver).Select(static chip => new CoreLocation(chip.X, chip.Y, 2))], 30, cancellationToken: token)),
    ];

    private static IEnumerable<string> NamesOfCalls => s_calls.Select(static call => call.Name);

    private static IEnumerable<TestCaseData> Calls() => s_calls.SelectMany(static call => new[] { 1, 3, 40 }.Select(count => new TestCaseData(call.Name, count).SetArgDisplayNames(call.Name, count.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [TestCaseSource(nameof(Calls))]
    public async Task Dead_chips_are_waited_for_together(string name, int count, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation[] dead = Kill(rack, count);

        (TimeSpan time, SpinnakerException? error) = await RunAsync(rack, transceiver, name, token);

        await TestContext.Out.WriteLineAsync($"{time}: {error?.Message}");
        Assert.That(FailedOf(error), Is.EqualTo(dead));
        Assert.That(time, Is.InRange(s_giveUp - s_little, s_giveUp * 1.5));
        Assert.That(transceiver.SilentChips, Is.EqualTo(dead));
    }

    [Test]
    public async Task Healthy_chips_of_the_same_board_are_served_at_once([Values(9, 40)] int count, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, count);
        TimeSpan start = rack.World.Time.Elapsed;
        TimeSpan last = start;
        var progress = new OnProgress<int>(done => last = done == 144 - count ? rack.World.Time.Elapsed : last);

        Assert.That(async () => await rack.RunAsync(transceiver.Iobuf.GetAsync(cores: null, progress, token), token), Throws.InstanceOf<MachineOperationException>());

        Assert.That(last - start, Is.InRange(s_little, s_healthy));
    }

    [Test]
    public async Task A_chip_that_is_busy_among_dead_ones_is_served(
        [Values("counters", "watchdogs", "SDRAM")] string name, [Values(1, 3, 4.9)] double seconds, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation[] dead = Kill(rack, 39);
        ChipLocation busy = Some(rack, 40).Except(dead).Single();
        rack.Machine.KeepBusy(busy, TimeSpan.FromSeconds(seconds));

        (_, SpinnakerException? error) = await RunAsync(rack, transceiver, name, token);

        Assert.That(FailedOf(error), Is.EqualTo(dead));
        Assert.That(transceiver.SilentChips, Is.EqualTo(dead));
    }

    [TestCase(3, 0)]
    [TestCase(4, 30)]
    public async Task Chips_of_which_nothing_is_heard_at_all_are_waited_for_together_too(int hung, int dead, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, dead);
        ChipLocation[] silent = Some(rack, hung + dead);

        // A monitor that fills more than all memory says nothing for five seconds, and its neighbours do not say that it is dead.
        foreach (ChipLocation chip in silent.Except(Some(rack, dead)))
            await rack.RunAsync(transceiver.GetConnection(chip).SendScpRequestAsync(new FillMemory(chip.Monitor, 0x6000_0000, 0, uint.MaxValue), cancellationToken: token).AsTask(), token);

        await rack.RunAsync(Task.Delay(s_little, rack.World.Time, token), token);
        (TimeSpan time, SpinnakerException? error) = await RunAsync(rack, transceiver, "counters", token);

        await TestContext.Out.WriteLineAsync($"{time}: {error?.Message}");
        Assert.That(FailedOf(error), Is.EqualTo(silent));
        Assert.That(time, Is.InRange(s_giveUp - s_little, s_giveUp * 2));
    }

    [Test]
    public async Task A_board_that_dies_while_its_chips_are_asked_fails_with_its_error(
        [ValueSource(nameof(NamesOfCalls))] string name, [Values(0.3, 1, 4.9)] double seconds, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation[] dead = Kill(rack, 40);
        using ITimer dying = rack.World.Time.CreateTimer(_ => rack.Machine.Boards[0].IsMute = true, null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

        (TimeSpan time, SpinnakerException? error) = await RunAsync(rack, transceiver, name, token);

        Assert.That(FailedOf(error), Is.SupersetOf(dead));

        // What became of an allocation without a reply is asked as well, for as long.
        Assert.That(time, Is.InRange(s_giveUp - s_little, (s_giveUp * 3) + TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task Time_that_is_up_while_silent_chips_are_asked_again_ends_in_the_error_that_says_so([Values(0.1, 0.4, 1, 3)] double seconds, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 40);
        await RunAsync(rack, transceiver, "counters", token);
        CoreLocation[] cores = [.. ChipsOf(transceiver).Select(static chip => new CoreLocation(chip, 1))];

        Assert.That(
            async () => await rack.RunAsync(transceiver.Applications.WaitForStateAsync(cores, CoreState.Running, TimeSpan.FromSeconds(seconds), token), token),
            Throws.TypeOf<CoreStateException>());
    }

    [Test]
    public async Task A_connection_that_is_lost_while_silent_chips_are_asked_again_is_the_error_of_all([ValueSource(nameof(NamesOfCalls))] string name, [Values(0, 0.2, 1)] double seconds, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 40);
        await RunAsync(rack, transceiver, "counters", token);
        Task closing = Task.CompletedTask;
        using ITimer close = rack.World.Time.CreateTimer(_ => closing = transceiver.DisposeAsync().AsTask(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

        (_, SpinnakerException? error) = await RunAsync(rack, transceiver, name, token);

        Assert.That(error, Is.InstanceOf<SpinnakerConnectionException>().Or.InstanceOf<MachineOperationException>());
        await rack.RunAsync(closing, token);
    }

    [Test]
    public async Task The_error_names_the_chip_the_tries_and_the_time(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 40);

        (_, SpinnakerException? error) = await RunAsync(rack, transceiver, "counters", token);

        foreach (MachineFailure failure in ((MachineOperationException)error!).Failures)
        {
            Assert.That(failure.Error, Is.InstanceOf<ScpResultException>().With.Property(nameof(SpinnakerException.IsTransient)).True);
            Assert.That(failure.Error.Message, Does.Match($@"^Chip {failure.Core.Chip} does not answer: its neighbours answered P2PNoReply \d+ times, \d+ tries in 5(\.\d+)? s\.$"));
        }
    }

    [Test]
    public async Task It_can_be_cancelled_while_chips_are_asked([Values(0.3, 1, 3)] double seconds, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 40);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), rack.World.Time);

        TimeSpan start = rack.World.Time.Elapsed;
        Assert.That(
            async () => await rack.RunAsync(transceiver.Routing.GetDiagnosticsAsync(chips: null, stop.Token), token),
            Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(stop.Token));
        Assert.That(rack.World.Time.Elapsed - start, Is.EqualTo(TimeSpan.FromSeconds(seconds)).Within(s_little));
    }

    [Test]
    public async Task Progress_of_a_transfer_that_is_begun_again_is_counted_once(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation[] dead = Kill(rack, 12);
        MemoryWrite[] blocks = [.. ChipsOf(transceiver).Select(static chip => new MemoryWrite(chip.Monitor, 0x6000_0000, new byte[10_000]))];
        var told = new List<long>();

        Assert.That(
            async () => await rack.RunAsync(transceiver.Memory.WriteAsync(blocks, new OnProgress<TransferProgress>(progress => told.Add(progress.BytesDone)), token), token),
            Throws.InstanceOf<MachineOperationException>());

        Assert.That(told, Is.Ordered);
        Assert.That(told[^1], Is.InRange(1_400_000 - (10_000 * dead.Length), 10_000 * (144 - dead.Length)));
    }

    [TestCase("counters", 432)]
    [TestCase("watchdogs", 144)]
    [TestCase("cores", 2424)]
    public async Task Nothing_more_is_sent_where_all_chips_answer(string name, int requests, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        long before = SentBy(transceiver);

        (_, SpinnakerException? error) = await RunAsync(rack, transceiver, name, token);

        Assert.That(error, Is.Null);
        Assert.That(SentBy(transceiver) - before, Is.EqualTo(requests));
    }

    private static long SentBy(Transceiver transceiver) => transceiver.Connections.Sum(static connection => connection.Statistics.DatagramsSent);

    private static Task<SimulatedRack> StartAsync(CancellationToken token) =>
        SimulatedRack.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), ServiceTime = ServiceTime.Hardware }, token);

    private static IEnumerable<ChipLocation> ChipsOf(Transceiver transceiver) => transceiver.Machine.Chips.Select(static chip => chip.Location);

    /// <summary>Chips of the first board.</summary>
    private static ChipLocation[] Some(SimulatedRack rack, int count) => InOrder(rack.Machine.Boards[0].Chips.Select(static chip => chip.Location).Where(static chip => chip.Y > 0).TakeLast(count));

    private static ChipLocation[] Kill(SimulatedRack rack, int count)
    {
        ChipLocation[] dead = Some(rack, count);
        foreach (ChipLocation chip in dead)
            rack.Machine.KillMonitor(chip);

        return dead;
    }

    private static ChipLocation[] InOrder(IEnumerable<ChipLocation> chips) => [.. chips.Distinct().OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y)];

    private static ChipLocation[] FailedOf(SpinnakerException? error) => InOrder(((error as MachineOperationException)?.Failures ?? []).Select(static failure => failure.Core.Chip));

    private static async Task<(TimeSpan Time, SpinnakerException? Error)> RunAsync(SimulatedRack rack, Transceiver transceiver, string name, CancellationToken token)
    {
        TimeSpan start = rack.World.Time.Elapsed;
        Func<Transceiver, CancellationToken, Task> call = s_calls.Single(call => string.Equals(call.Name, name, StringComparison.Ordinal)).Call;
        SpinnakerException? error = null;
        try
        {
            await rack.RunAsync(call(transceiver, token), token);
        }
        catch (SpinnakerException exception)
        {
            error = exception;
        }

        return (rack.World.Time.Elapsed - start, error);
    }
}
