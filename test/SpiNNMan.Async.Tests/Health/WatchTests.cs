using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Health;

/// <summary>Machines that are watched, on the simulated clock.</summary>
internal sealed class WatchTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly ChipLocation s_chip = new(9, 5);

    [Test, CancelAfter(60_000)]
    public async Task Faults_show_within_two_intervals_and_go_when_they_are_mended()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(4, 2) }, new WatchOptions());
        Assert.That((await machine.NextAsync()).Problems, Is.Empty);
        Assert.That(machine.Last.Boards, Has.Length.EqualTo(24));

        await AssertShowsAsync(machine, HealthProblemKind.CoreFailed, () => machine.SetState(new CoreLocation(s_chip, 3), CoreState.RunTimeException), () => machine.SetState(new CoreLocation(s_chip, 3), CoreState.Idle));
        await AssertShowsAsync(machine, HealthProblemKind.CoreHangs, () => machine.SetState(new CoreLocation(s_chip, 4), CoreState.Watchdog), () => machine.SetState(new CoreLocation(s_chip, 4), CoreState.Idle));
        await AssertShowsAsync(machine, HealthProblemKind.BoardSilent, () => machine.Machine.BoardOf(s_chip).IsMute = true, () => machine.Machine.BoardOf(s_chip).IsMute = false);
        await AssertShowsAsync(machine, HealthProblemKind.ChipSilent, () => machine.Machine.Virtual.KeepBusy(s_chip, TimeSpan.FromDays(1)), () => machine.Machine.Virtual.KeepBusy(s_chip, TimeSpan.Zero));
        await AssertShowsAsync(machine, HealthProblemKind.PacketsDropped, () => machine.SetCounter(s_chip, RouterRegister.DroppedMulticast, 1000), mend: null);
    }

    private static async Task AssertShowsAsync(WatchedMachine machine, HealthProblemKind kind, Action cause, Action? mend)
    {
        DateTimeOffset before = machine.Now;
        cause();
        (MachineHealth with, int looks) = await machine.FindAsync(static health => !health.Problems.IsEmpty);
        HealthProblem problem = with.Problems.Single();
        Assert.That(looks, Is.LessThanOrEqualTo(2));
        Assert.That(problem.Kind, Is.EqualTo(kind));
        Assert.That(problem.Since, Is.GreaterThan(before).And.LessThanOrEqualTo(before + (2 * s_second)));
        Assert.That(problem.Chip, Is.EqualTo(kind is HealthProblemKind.BoardSilent ? with.Chips.Single(static chip => chip.Location == s_chip).Board : s_chip));
        if (mend is not null)
            Assert.That((await machine.NextAsync()).Problems.Single(), Is.EqualTo(problem), "it is still the same");

        mend?.Invoke();
        (_, int mended) = await machine.FindAsync(static health => health.Problems.IsEmpty);
        Assert.That(mended, Is.LessThanOrEqualTo(2));
    }

    [Test, CancelAfter(60_000)]
    public async Task Packets_of_own_cores_that_are_lost_show_where_a_counter_counts_them()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, new WatchOptions());
        ChipLocation chip = new(1, 1);
        ChipLocation other = new(0, 1);
        await machine.NextAsync();
        long requests = machine.Last.Boards[0].Requests;
        machine.SetFilter(chip, 13, new DiagnosticFilter(DiagnosticFilterPacketTypes.Multicast, DiagnosticFilterDestinations.Dump, DiagnosticFilterSources.Local));
        machine.SetFilter(other, 13, new DiagnosticFilter(DiagnosticFilterPacketTypes.Multicast, DiagnosticFilterDestinations.Dump));
        Assert.That((await machine.NextAsync()).Boards[0].Requests, Is.EqualTo(requests), "filters are not read while their counters stand");

        DateTimeOffset before = machine.Now;
        machine.SetCounter(chip, RouterRegister.User1, 500);
        machine.SetCounter(other, RouterRegister.User1, 500);
        MachineHealth health = await machine.NextAsync();
        HealthProblem problem = health.Problems.Single();
        machine.SetCounter(chip, RouterRegister.User1, 900);
        HealthProblem still = (await machine.NextAsync()).Problems.Single();
        MachineHealth over = await machine.NextAsync();

        Assert.That((problem.Kind, problem.Chip), Is.EqualTo((HealthProblemKind.LocalPacketsLost, chip)));
        Assert.That(problem.Message, Does.Match(@"^the router of chip 1,1 loses \d+(\.\d)? packets a second of the chip's own cores$"));
        Assert.That(problem.Since, Is.GreaterThan(before));
        Assert.That(still.Since, Is.EqualTo(problem.Since), "it is still the same");
        Assert.That(health.Chips.Single(found => found.Location == chip).LostLocalPerSecond, Is.EqualTo(500).Within(10));
        Assert.That(health.Chips.Single(found => found.Location == other).LostLocalPerSecond, Is.Null, "its filter counts packets of other chips too");
        Assert.That(over.Problems, Is.Empty);
        Assert.That(over.Chips.Single(found => found.Location == chip).LostLocalPerSecond, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task Drops_are_told_by_chip_and_link_and_old_ones_are_not()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin5 }, new WatchOptions());
        VirtualMachine board = machine.Machine.Virtual;
        ChipLocation chip = new(7, 7);
        machine.Route(chip, 5, 0x10000, links: 1 << 0);
        machine.Route(chip, 6, 0x20000, links: 1 << 1);
        board.Run(new CoreLocation(chip, 1), new Sending(0x10000));
        machine.Wait(10);
        board.Run(new CoreLocation(chip, 1), new IdleApplication());
        Assert.That((await machine.NextAsync()).Problems, Is.Empty, "it was before the first look");
        int quiet = (await machine.NextAsync()).Boards[0].Requests;

        board.Run(new CoreLocation(chip, 1), new Sending(0x20000));
        (MachineHealth health, int looks) = await machine.FindAsync(static health => !health.Problems.IsEmpty);
        HealthProblem problem = health.Problems.Single();
        Assert.That(looks, Is.LessThanOrEqualTo(2));
        Assert.That((problem.Kind, problem.Chip, problem.Links), Is.EqualTo((HealthProblemKind.PacketsDropped, chip, LinkSet.Create(1))));
        Assert.That(problem.Message, Does.Match(@"^the router of chip 7,7 drops \d+(\.\d)? packets a second, one of them for link north-east$"));
        Assert.That(health.Chips.Single(found => found.Location == chip).DroppedLinks, Is.EqualTo(LinkSet.Create(1)));
        Assert.That((await machine.NextAsync()).Boards[0].Requests, Is.LessThanOrEqualTo(quiet + 2 + 1), "two more, and the application of the chip");

        board.Run(new CoreLocation(chip, 1), new Sending(0x10000));
        (_, looks) = await machine.FindAsync(static health => health.Problems.Single().Links == LinkSet.Create(0));
        Assert.That(looks, Is.LessThanOrEqualTo(2));
        board.Run(new CoreLocation(chip, 1), new Sending(0x30000));
        (health, _) = await machine.FindAsync(static health => health.Problems.Single().Links.Count == 0);
        Assert.That(health.Problems.Single().Message, Does.EndWith("packets a second"), "packets without a route are not kept");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_dropped_packet_is_left_to_a_program_that_sends_it_again()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin5 }, new WatchOptions());
        VirtualMachine board = machine.Machine.Virtual;
        ChipLocation chip = new(0, 0);
        machine.Route(chip, 5, 0x10000, links: 1 << 4);
        await machine.NextAsync();
        uint control = BitConverter.ToUInt32(machine.Machine.Read(chip, MemoryMap.RouterControl, 4));
        board.WriteMemory(chip, MemoryMap.RouterControl, BitConverter.GetBytes(control | 2));
        board.Run(new CoreLocation(chip, 1), new Sending(0x10000));

        (MachineHealth health, _) = await machine.FindAsync(static health => !health.Problems.IsEmpty);
        await machine.NextAsync();

        Assert.That(health.Problems.Single().Links, Is.EqualTo(LinkSet.Create(4)));
        Assert.That(BitConverter.ToUInt32(machine.Machine.Read(chip, MemoryMap.RouterDump + 16, 4)), Is.EqualTo(0xC0000010), "its status was not read");
    }

    [TestCase(0b000001u, false, ", one of them for link east")]
    [TestCase(0b101010u, false, ", one of them for links north-east, west and south")]
    [TestCase(0b010100u, true, ", one of them for links north and south-west and a core")]
    [TestCase(0u, true, ", one of them for a core")]
    [TestCase(0u, false, "")]
    public void A_dropped_packet_is_told_by_what_it_wanted(uint links, bool isForCores, string expected)
    {
        byte[] bytes = [0, 0, 2, 7, .. BitConverter.GetBytes(5), .. BitConverter.GetBytes(6), .. BitConverter.GetBytes(links | (isForCores ? 0x40u << 9 : 0)), 0, 0, 0, 0x80];
        DroppedPacket packet = DroppedPacket.Parse(bytes);

        Assert.That(DroppedPacket.Describe(packet.Links, packet.IsForCores), Is.EqualTo(expected));
        Assert.That(DroppedPacket.Parse(bytes.AsSpan(0, 16)), Is.EqualTo(packet), "without the status");
        Assert.That(DroppedPacket.Parse([.. bytes[..16], 0, 0, 0, 0]), Is.EqualTo(default(DroppedPacket)), "none is kept");
        Assert.That(DroppedPacket.Parse([0, 0, 0x80, 7, .. bytes[4..]]), Is.EqualTo(default(DroppedPacket)), "one between neighbours");
    }

    [TestCase(0, 0, 0.8), TestCase(3, 3, 0.25), CancelAfter(60_000)]
    public async Task A_chip_that_is_late_once_is_not_silent(int x, int y, double seconds)
    {
        // The next look comes minutes later, so a chip that is shown as silent is so for long.
        var service = new ServiceTime(TimeSpan.FromMilliseconds(1), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin5, ServiceTime = service }, new WatchOptions { MaxShare = 0.001 });
        ChipLocation chip = new((byte)x, (byte)y);
        TimeSpan late = TimeSpan.FromSeconds(seconds);
        DateTimeOffset start = machine.Now;
        machine.Machine.Virtual.KeepBusy(chip, late);
        MachineHealth first = await machine.NextAsync();
        TimeSpan interval = first.Boards[0].Interval;
        await using ITimer later = machine.Machine.World.Time.CreateTimer(_ => machine.Machine.Virtual.KeepBusy(chip, late), null, start + interval - machine.Now, Timeout.InfiniteTimeSpan);
        (MachineHealth second, _) = await machine.FindAsync(health => health.Chips.All(found => found.ReadAt > first.Time + (interval / 2)));

        Assert.That(interval, Is.GreaterThan(TimeSpan.FromSeconds(60)));
        Assert.That(first.Problems.Concat(second.Problems), Is.Empty);
        Assert.That(first.Chips.Concat(second.Chips).Select(static found => found.IsSilent), Is.All.False);
        Assert.That(second.Boards[0].Share, Is.LessThanOrEqualTo(0.00101), "what was asked again is part of the budget");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_was_silent_from_the_start_shows(CancellationToken cancellationToken)
    {
        await using SimulatedRack rack = await SimulatedRack.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        rack.Machine.Boards[2].IsMute = true;
        await using Transceiver transceiver = await rack.OpenAsync(options: null, cancellationToken);
        await using IAsyncEnumerator<MachineHealth> looks = transceiver.WatchAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

        await rack.RunAsync(looks.MoveNextAsync().AsTask(), cancellationToken);

        HealthProblem problem = looks.Current.Problems.Single();
        Assert.That((problem.Kind, problem.Chip), Is.EqualTo((HealthProblemKind.BoardUnreachable, rack.Machine.Boards[2].Location)));
        Assert.That(looks.Current.Chips.Count(static chip => !chip.IsSilent), Is.EqualTo(144), "its chips are reached all the same");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_is_mute_delays_no_other()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, new WatchOptions());
        await machine.NextAsync();
        machine.Machine.BoardOf(new ChipLocation(4, 8)).IsMute = true;
        DateTimeOffset start = machine.Now;

        for (int look = 0; look < 10; look++)
            await machine.NextAsync();

        Assert.That(machine.Now - start, Is.EqualTo(10 * s_second).Within(s_second));
        Assert.That(machine.Last.Chips.Where(static chip => !chip.IsSilent).Select(chip => machine.Now - chip.ReadAt!.Value), Is.All.LessThan(s_second), "others are as new as ever");
        Assert.That(machine.Last.Problems.Select(static problem => problem.Kind), Is.EqualTo(new[] { HealthProblemKind.BoardSilent }), "its chips are not told of one by one");
        Assert.That(machine.Last.Boards.Select(static board => board.Requests).Order(), Is.EqualTo(new[] { 0, 96, 96 }));
    }

    [TestCase(10, 100), TestCase(200, 100), TestCase(1000, 1000), CancelAfter(60_000)]
    public async Task It_costs_two_percent_of_what_a_board_can_answer(int microsecondsPerRequest, int interval)
    {
        var service = new ServiceTime(TimeSpan.FromMicroseconds(microsecondsPerRequest), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin5, ServiceTime = service }, new WatchOptions { Interval = TimeSpan.FromMilliseconds(interval) });
        ScampConnection board = machine.Machine.Transceiver.Connections[0];
        await machine.NextAsync();
        (long sent, DateTimeOffset start) = (board.Statistics.Sent, machine.Now);

        while (machine.Now - start < TimeSpan.FromSeconds(60))
            await machine.NextAsync();

        double perSecond = (board.Statistics.Sent - sent) / (machine.Now - start).TotalSeconds;
        double most = 1e6 / microsecondsPerRequest;
        await TestContext.Out.WriteLineAsync($"{perSecond:0.0} of {most} requests a second are {100 * perSecond / most:0.00} %, said to be {100 * machine.Last.Share:0.00} %");
        Assert.That(perSecond / most, Is.LessThanOrEqualTo(0.0205));
        Assert.That(machine.Last.Share, Is.LessThanOrEqualTo(0.0201).And.GreaterThanOrEqualTo(perSecond / most * 0.9), "what is said is true");
        Assert.That(machine.Last.Boards[0].Interval, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(interval)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Rates_and_applications_are_those_of_the_machine()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, new WatchOptions());
        ApplicationSession session = await machine.Machine.DoAsync(() => machine.Machine.Transceiver.Applications.StartAsync(
            SimulatedMachine.Image("idle"), [new CoreLocation(0, 1, 4), new CoreLocation(1, 1, 17)], new StartOptions { ApplicationId = 37 }, TestContext.CurrentContext.CancellationToken));
        await machine.FindAsync(static health => health.Chips.Count(static chip => !chip.ApplicationIds.IsEmpty) == 2);
        machine.SetCounter(new ChipLocation(1, 0), RouterRegister.ExternalMulticast, 5000);

        MachineHealth health = await machine.NextAsync();
        await machine.Machine.DoAsync(() => session.DisposeAsync().AsTask());

        Assert.That(health.Chips.Single(static chip => chip.Location == new ChipLocation(0, 1)).ApplicationIds[4], Is.EqualTo(37));
        Assert.That(health.Chips.Single(static chip => chip.Location == new ChipLocation(1, 1)).ApplicationIds[17], Is.EqualTo(37));
        Assert.That(health.Chips.Single(static chip => chip.Location == new ChipLocation(1, 0)).PacketsPerSecond, Is.EqualTo(5000).Within(100));
        Assert.That(health.CountCores()[CoreState.Idle], Is.EqualTo((4 * 17) - 2));
        machine.SetCounter(new ChipLocation(1, 0), RouterRegister.ExternalMulticast, 0);
        Assert.That((await machine.NextAsync()).Chips.Single(static chip => chip.Location == new ChipLocation(1, 0)).PacketsPerSecond, Is.Null, "a counter that was set to 0 says nothing");
    }

    [Test, CancelAfter(60_000)]
    public async Task Problems_are_bounded()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, new WatchOptions { MaxProblems = 3 });
        foreach (int core in (int[])[1, 2, 3, 4, 5])
            machine.SetState(new CoreLocation(0, 0, core), CoreState.RunTimeException);

        MachineHealth health = await machine.NextAsync();

        Assert.That((health.Problems.Length, health.ProblemsLeftOut), Is.EqualTo((3, 2)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Many_silent_chips_are_asked_by_turns()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin5 }, new WatchOptions());
        await machine.NextAsync();
        ChipLocation[] busy = [.. machine.Machine.Machine.Chips.Select(static chip => chip.Location).Where(static chip => chip.X == 3)];
        foreach (ChipLocation chip in busy)
            machine.Machine.Virtual.KeepBusy(chip, TimeSpan.FromDays(1));

        (MachineHealth silent, _) = await machine.FindAsync(health => health.Problems.Length == busy.Length);
        await machine.NextAsync();
        int requests = machine.Last.Boards[0].Requests;
        foreach (ChipLocation chip in busy)
            machine.Machine.Virtual.KeepBusy(chip, TimeSpan.Zero);

        (_, int looks) = await machine.FindAsync(static health => health.Problems.IsEmpty);

        Assert.That(silent.Problems.Select(static problem => problem.Chip!.Value), Is.EquivalentTo(busy));
        Assert.That(requests, Is.InRange(2 * (48 - busy.Length), (2 * (48 - busy.Length)) + 2));
        Assert.That(looks, Is.LessThanOrEqualTo((busy.Length / 2) + 2));
    }

    [Test, CancelAfter(60_000)]
    public async Task It_ends_when_it_is_cancelled_or_left_or_the_machine_is_closed()
    {
        WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, new WatchOptions());
        using var stop = new CancellationTokenSource();
        IAsyncEnumerator<MachineHealth> cancelled = machine.Machine.Transceiver.WatchAsync(stop.Token).GetAsyncEnumerator(CancellationToken.None);
        await machine.Machine.DoAsync(() => cancelled.MoveNextAsync().AsTask());
        Task<bool> next = SimulatedMachine.WithoutContext(() => cancelled.MoveNextAsync().AsTask());
        await stop.CancelAsync();

        Assert.That(async () => await next, Throws.InstanceOf<OperationCanceledException>());
        await machine.NextAsync();
        await machine.DisposeAsync();
        Assert.That(() => machine.Machine.Transceiver.WatchAsync(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_watch_ends_with_the_machine()
    {
        await using WatchedMachine machine = await WatchedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, new WatchOptions());
        await machine.NextAsync();
        await machine.Machine.DoAsync(() => machine.Machine.Transceiver.DisposeAsync().AsTask());

        Assert.That(async () => await machine.NextAsync(), Throws.TypeOf<ObjectDisposedException>());
    }

    /// <summary>Sends a multicast packet each millisecond.</summary>
    private sealed class Sending(uint key) : IVirtualCoreApplication
    {
        public string Name => "sending";

        public void OnStart(IVirtualCore core)
        {
            core.SendMulticast(key);
            core.Schedule(TimeSpan.FromMilliseconds(1), () => OnStart(core));
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // It takes none.
        }
    }

    /// <summary>A machine and what is seen of it.</summary>
    internal sealed class WatchedMachine : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<MachineHealth> _looks;

        private WatchedMachine(SimulatedMachine machine, WatchOptions options)
        {
            Machine = machine;
            _looks = machine.Transceiver.WatchAsync(options).GetAsyncEnumerator(CancellationToken.None);
        }

        public SimulatedMachine Machine { get; }

        public MachineHealth Last { get; private set; } = null!;

        public DateTimeOffset Now => Machine.World.Time.GetUtcNow();

        public static async Task<WatchedMachine> OpenAsync(VirtualMachineOptions options, WatchOptions watch) =>
            new(await SimulatedMachine.OpenAsync(options, TestContext.CurrentContext.CancellationToken), watch);

        public async Task<MachineHealth> NextAsync()
        {
            Assert.That(await Machine.DoAsync(() => _looks.MoveNextAsync().AsTask()), Is.True);
            return Last = _looks.Current;
        }

        /// <summary>Looks until something holds.</summary>
        /// <returns>The look, and the how manieth it was.</returns>
        public async Task<(MachineHealth Health, int Looks)> FindAsync(Func<MachineHealth, bool> holds)
        {
            for (int looks = 1; looks < 50; looks++)
            {
                if (holds(await NextAsync()))
                    return (Last, looks);
            }

            Assert.Fail("it never held: " + string.Join("; ", Last.Problems.Select(static problem => problem.Message)));
            return default;
        }

        /// <summary>Lets time pass.</summary>
        public void Wait(double milliseconds) => Machine.World.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        /// <summary>Changes the block of a core, as the core itself would.</summary>
        public void SetState(CoreLocation core, CoreState state) =>
            Machine.Virtual.WriteMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core) + 46, [(byte)state]);

        /// <summary>Changes a counter of a router, as packets would.</summary>
        public void SetCounter(ChipLocation chip, RouterRegister register, uint count) =>
            Machine.Virtual.WriteMemory(chip, MemoryMap.RouterCounters + (4 * (uint)register), BitConverter.GetBytes(count));

        /// <summary>Sets an entry of a router, for keys whose upper halves are equal.</summary>
        public void Route(ChipLocation chip, uint entry, uint key, uint links)
        {
            foreach ((uint table, uint word) in new[] { (0x4000u, links), (0x8000u, key), (0xC000u, 0xFFFF0000u) })
                Machine.Virtual.WriteMemory(chip, MemoryMap.Router + table + (4 * entry), BitConverter.GetBytes(word));
        }

        public void SetFilter(ChipLocation chip, int position, DiagnosticFilter filter) =>
            Machine.Virtual.WriteMemory(chip, MemoryMap.GetRouterFilterAddress(position), BitConverter.GetBytes(filter.Word));

        public async ValueTask DisposeAsync()
        {
            await Machine.DoAsync(() => _looks.DisposeAsync().AsTask());
            await Machine.DisposeAsync();
        }
    }
}
