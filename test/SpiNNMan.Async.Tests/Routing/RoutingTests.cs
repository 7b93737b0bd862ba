using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Routing;

/// <summary>Routes of whole machines, and what routers count.</summary>
internal sealed class RoutingTests
{
    private const byte Application = 20;

    [Test, CancelAfter(120_000)]
    public async Task Tables_are_loaded_read_and_cleared_on_all_boards_of_a_bad_network([Values] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        ChipLocation[] chips = [.. transceiver.Machine.EthernetChips.SelectMany(board => transceiver.Machine.ChipsOfBoard(board.Location).TakeLast(3)).Select(static chip => chip.Location)];
        var tables = chips.ToDictionary(static chip => chip, static chip => (IReadOnlyList<MulticastRoute>)Routes(20, chip.X));
        Dictionary<ChipLocation, int> before = await FreeEntriesAsync(machine, chips);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        var progress = new Latest<int>();

        await machine.FinishAsync(transceiver.Routing.LoadAsync(tables, Application, progress, cancellationToken));
        IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> read = await machine.FinishAsync(transceiver.Routing.GetAsync(chips, Application, cancellationToken));
        await machine.FinishAsync(transceiver.Routing.ClearAsync(Application, chips, cancellationToken));
        IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> rest = await machine.FinishAsync(transceiver.Routing.GetAsync(chips, Application, cancellationToken));

        machine.Virtual.Faults = FaultOptions.None;
        foreach (ChipLocation chip in chips)
            Assert.That(read[chip], Is.EqualTo(tables[chip].Select(static route => route with { ApplicationId = Application })), $"{chip}");
        Assert.That(rest.Values, Has.All.Empty);
        Assert.That(await FreeEntriesAsync(machine, chips), Is.EqualTo(before), "nothing is left allocated");
        Assert.That(progress.Value, Is.EqualTo(chips.Length));
    }

    [Test, CancelAfter(60_000)]
    public async Task Clearing_waits_for_loading_on_the_same_chip(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        Dictionary<ChipLocation, int> before = await FreeEntriesAsync(machine, [chip]);

        for (int microseconds = 0; microseconds < 2000; microseconds += 25)
        {
            Task<int> loading = machine.Transceiver.Routing.LoadAsync(chip, Routes(20, 1), Application, cancellationToken);
            await machine.FinishAsync(Task.Delay(TimeSpan.FromMicroseconds(microseconds), machine.World.Time, cancellationToken));
            Task clearing = machine.Transceiver.Routing.ClearAsync(Application, [chip], cancellationToken);
            await machine.FinishAsync(Task.WhenAll(loading, clearing));
        }

        Assert.That(await FreeEntriesAsync(machine, [chip]), Is.EqualTo(before));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_reply_to_an_allocation_takes_no_second_block([Range(0, 12)] int requestsAnswered, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        int before = (await FreeEntriesAsync(machine, [chip]))[chip];
        Task<int> loading = machine.Transceiver.Routing.LoadAsync(chip, Routes(10, 1), Application, cancellationToken);
        machine.World.Time.CreateTimer(_ => machine.Mute(chip, TimeSpan.FromMilliseconds(1500)), null, TimeSpan.FromMicroseconds(100 * requestsAnswered), Timeout.InfiniteTimeSpan);

        await machine.FinishAsync(loading);

        Assert.That((await FreeEntriesAsync(machine, [chip]))[chip], Is.EqualTo(before - 10));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Routing.GetAsync(chip, Application, cancellationToken)), Has.Count.EqualTo(10));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_load_that_is_cancelled_leaves_nothing_allocated([Range(0, 12)] int steps, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        int before = (await FreeEntriesAsync(machine, [chip]))[chip];
        using var stop = new CancellationTokenSource(TimeSpan.FromMicroseconds(50 * steps), machine.World.Time);

        Task<int> loading = machine.Transceiver.Routing.LoadAsync(chip, Routes(100, 1), Application, stop.Token);
        await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(loading));

        Assert.That((await FreeEntriesAsync(machine, [chip]))[chip], Is.EqualTo(before));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Routing.GetAsync(chip, Application, cancellationToken)), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_silent_board_keeps_no_other_from_its_routes(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        var tables = machine.Machine.Chips.ToDictionary(static chip => chip.Location, static chip => (IReadOnlyList<MulticastRoute>)Routes(3, chip.Location.X));
        machine.BoardOf(new ChipLocation(8, 4)).IsMute = true;

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(machine.Transceiver.Routing.LoadAsync(tables, Application, cancellationToken: cancellationToken)));
        IEnumerable<ChipLocation> others = machine.Machine.Chips.Where(static chip => chip.NearestEthernet != new ChipLocation(8, 4)).Select(static chip => chip.Location);
        IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> read = await machine.FinishAsync(machine.Transceiver.Routing.GetAsync(others, Application, cancellationToken));

        Assert.That(error!.Failures, Has.Count.EqualTo(48));
        Assert.That(read.Values.Select(static routes => routes.Count), Is.EqualTo(Enumerable.Repeat(3, 96)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_table_that_is_full_says_what_is_left(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);
        int first = await machine.FinishAsync(machine.Transceiver.Routing.LoadAsync(chip, Routes(1000, 1), Application, cancellationToken));

        InvalidParameterException? error = await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Routing.LoadAsync(chip, Routes(100, 2), Application, cancellationToken)));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Routing.LoadAsync(chip, [], Application, cancellationToken)));

        Assert.That(first, Is.EqualTo(1));
        Assert.That(error!.Message, Does.Contain("routes = 100: 1,1 has 23 entries left"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Routes_of_some_applications_go_and_those_of_others_stay(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 1);
        for (byte application = 20; application < 24; application++)
            await machine.FinishAsync(machine.Transceiver.Routing.LoadAsync(chip, Routes(5, application), application, cancellationToken));

        await machine.FinishAsync(machine.Transceiver.Routing.ClearOfApplicationsAsync(21, 22, cancellationToken: cancellationToken));
        IReadOnlyList<MulticastRoute> some = await machine.FinishAsync(machine.Transceiver.Routing.GetAsync(chip, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Routing.ClearAsync(applicationId: null, cancellationToken: cancellationToken));
        IReadOnlyList<MulticastRoute> none = await machine.FinishAsync(machine.Transceiver.Routing.GetAsync(chip, cancellationToken: cancellationToken));

        Assert.That(some.Select(static route => route.ApplicationId).Where(static application => application >= 20).Distinct(), Is.EqualTo(new byte[] { 20, 23 }));
        Assert.That(none.Where(static route => route.ApplicationId >= 20), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task Fixed_routes_and_point_to_point_tables_are_those_of_the_chip(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        var routes = transceiver.Machine.Chips.ToDictionary(static chip => chip.Location, static chip => new Route([chip.Location.X % 6], [chip.Location.Y % 18]));

        await machine.FinishAsync(transceiver.Routing.SetFixedRoutesAsync(routes, cancellationToken: cancellationToken));
        Route route = await machine.FinishAsync(transceiver.Routing.GetFixedRouteAsync(new ChipLocation(9, 5), cancellationToken));
        P2PTable table = await machine.FinishAsync(transceiver.Routing.GetP2PTableAsync(new ChipLocation(9, 5), cancellationToken));

        Assert.That(route, Is.EqualTo(new Route([3], [5])));
        Assert.That(table.GetRoute(new ChipLocation(9, 5)), Is.EqualTo(P2PTableRoute.Monitor));
        Assert.That(table.Chips.Count(), Is.EqualTo(144));
    }

    [Test, CancelAfter(60_000)]
    public async Task Counters_are_compared_cleared_and_filtered(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        var chip = new ChipLocation(9, 5);
        SetCounter(machine, chip, RouterRegister.DroppedMulticast, uint.MaxValue);
        IReadOnlyDictionary<ChipLocation, RouterDiagnostics> before = await machine.FinishAsync(transceiver.Routing.GetDiagnosticsAsync(chips: null, cancellationToken));
        SetCounter(machine, chip, RouterRegister.DroppedMulticast, 4);
        SetCounter(machine, chip, RouterRegister.User1, 7);
        IReadOnlyDictionary<ChipLocation, RouterDiagnostics> after = await machine.FinishAsync(transceiver.Routing.GetDiagnosticsAsync(chips: null, cancellationToken));

        RouterCounterChange change = RouterCounterChange.Between(before, after)[chip];
        await machine.FinishAsync(transceiver.Routing.ClearDiagnosticsAsync([chip], [RouterRegister.User1], cancellationToken));
        RouterDiagnostics one = await machine.FinishAsync(transceiver.Routing.GetDiagnosticsAsync(chip, cancellationToken));
        await machine.FinishAsync(transceiver.Routing.ClearDiagnosticsAsync(cancellationToken: cancellationToken));
        RouterDiagnostics none = await machine.FinishAsync(transceiver.Routing.GetDiagnosticsAsync(chip, cancellationToken));
        var filter = new DiagnosticFilter(DiagnosticFilterPacketTypes.Multicast, sources: DiagnosticFilterSources.Local);
        await machine.FinishAsync(transceiver.Routing.SetFilterAsync(chip, 12, filter, cancellationToken));

        Assert.That((change[RouterRegister.DroppedMulticast], change[RouterRegister.User1], change.Dropped), Is.EqualTo((5u, 7u, 5L)));
        Assert.That(change.ToString(), Does.EndWith("DroppedMulticast 5, User1 7"), "before it comes what the questions themselves counted");
        Assert.That((one[RouterRegister.DroppedMulticast], one[RouterRegister.User1]), Is.EqualTo((4u, 0u)));
        Assert.That((none[RouterRegister.DroppedMulticast], none[RouterRegister.User1], none[RouterRegister.LocalMulticast]), Is.EqualTo((0u, 0u, 0u)));
        Assert.That(await machine.FinishAsync(transceiver.Routing.GetFilterAsync(chip, 12, cancellationToken)), Is.EqualTo(filter));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(transceiver.Routing.GetFilterAsync(chip, 16, cancellationToken)));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(transceiver.Routing.GetFilterAsync(chip, -1, cancellationToken)));
    }

    private static void SetCounter(SimulatedMachine machine, ChipLocation chip, RouterRegister register, uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        machine.Virtual.WriteMemory(chip, MemoryMap.RouterCounters + (4 * (uint)register), bytes);
    }

    private static async Task<Dictionary<ChipLocation, int>> FreeEntriesAsync(SimulatedMachine machine, IEnumerable<ChipLocation> chips)
    {
        var entries = new Dictionary<ChipLocation, int>();
        foreach (ChipLocation chip in chips)
            entries[chip] = (await machine.FinishAsync(machine.Transceiver.GetConnection(chip).GetChipInfoAsync(chip))).FreeRouterEntries;

        return entries;
    }

    private static MulticastRoute[] Routes(int count, byte seed) =>
        [.. Enumerable.Range(0, count).Select(index => new MulticastRoute((uint)((seed << 16) | index), 0xFFFFFFFF, new Route([index % 6], [index % 18])))];
}
