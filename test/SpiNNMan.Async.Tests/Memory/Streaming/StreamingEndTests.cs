using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>How streams end: by cancellation, errors, silence and crashes. Routers have their settings back whenever anybody can give them back.</summary>
internal sealed class StreamingEndTests
{
    private const uint Address = StreamingBench.Address;
    private const int Length = 1_000_000;

    private static readonly ChipLocation s_chip = new(1, 1);
    private static readonly StreamingOptions s_options = StreamingBench.Options with { Verification = StreamingVerification.None, KeepsPrograms = true };

    [Test, CancelAfter(60_000)]
    public async Task A_transfer_that_is_cancelled_ends_and_the_next_one_is_right([Values] bool reads, [Values(0.02, 0.5)] double loss, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        if (loss < 0.5)
            machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(30), machine.World.Time);
        DateTimeOffset begun = machine.World.Time.GetUtcNow();
        Task<StreamingStatistics> moving = SimulatedMachine.WithoutContext(() => reads
            ? streaming.ReadAsync(s_chip, Address, new byte[Length], cancellationToken: stop.Token)
            : streaming.WriteAsync(s_chip, Address, StreamingBench.Pattern(Length), cancellationToken: stop.Token));

        OperationCanceledException? error = await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(moving));
        Assert.That(error!.CancellationToken, Is.EqualTo(stop.Token));
        Assert.That(machine.World.Time.GetUtcNow() - begun, Is.LessThan(TimeSpan.FromMilliseconds(400)));

        var next = new ChipLocation(1, 0);
        byte[] data = StreamingBench.Pattern(100_000, 3);
        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(next, Address, data));
        var found = new byte[data.Length];
        StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(next, Address, found));
        Assert.That(found, Is.EqualTo(data));
        Assert.That(written.Fallbacks.Concat(read.Fallbacks), Is.Empty);
        machine.Virtual.Faults = new();
        await IsRestoredAsync(machine, streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Opening_that_is_cancelled_leaves_nothing_behind([Values(0.5, 2, 5, 9, 14, 20, 30)] double milliseconds, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds), machine.World.Time);
        Task<MemoryStreaming> opening = SimulatedMachine.WithoutContext(() => machine.Transceiver.Memory.OpenStreamingAsync(StreamingBench.Options, stop.Token));
        try
        {
            await machine.FinishAsync((await machine.FinishAsync(opening)).DisposeAsync());
        }
        catch (OperationCanceledException)
        {
            // As wanted; with the last times it was opened before.
        }

        Assert.That(machine.Machine.ApplicationCores.Select(machine.Look), Has.All.Matches<CoreInfo>(static core => core.State == CoreState.Idle));
        MemoryStreaming streaming = await machine.OpenStreamingAsync();
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_user_whose_code_throws_leaves_routers_as_they_were(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming? kept = null;
        CallbackException? error = await Assert.CatchAsync<CallbackException>(() => machine.DoAsync(async () =>
        {
            await using MemoryStreaming streaming = kept = await machine.Transceiver.Memory.OpenStreamingAsync(s_options).ConfigureAwait(false);
            await streaming.ReadAsync(s_chip, Address, new byte[Length], new OnProgress<TransferProgress>(static _ => throw new InvalidOperationException("mine"))).ConfigureAwait(false);
        }));

        Assert.That(error!.InnerException, Is.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));
        await IsRestoredAsync(machine, kept!);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_falls_silent_costs_its_own_chips_only_and_is_named(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options with { CleanUpTimeout = TimeSpan.FromSeconds(2) });
        ChipLocation silent = machine.Machine.EthernetChips[1].Location;
        machine.BoardOf(silent).IsMute = true;
        DateTimeOffset begun = machine.World.Time.GetUtcNow();
        await machine.FinishAsync(streaming.DisposeAsync());

        Assert.That(streaming.CleanUpError, Is.TypeOf<MachineOperationException>().And.Message.Contains("giving routers their settings back"));
        Assert.That(machine.World.Time.GetUtcNow() - begun, Is.LessThan(TimeSpan.FromSeconds(20)));
        machine.BoardOf(silent).IsMute = false;
        machine.Transceiver.ForgetSilentParts();
        IReadOnlyList<ChipLocation> repaired = await machine.DoAsync(() => streaming.Monitors.RepairAsync());
        Assert.That(repaired.Select(chip => machine.Machine[chip].NearestEthernet).Distinct(), Is.SubsetOf(new[] { silent }));
        Assert.That((await machine.StatusAsync(streaming)).Values, Has.All.Matches<ReinjectionStatus>(static status => !status.IsStreaming));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_crashed_program_left_is_repaired_once_and_nothing_else_is_touched(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MulticastRoute[] routes = [new(0x1000, 0xFFFFF000, new Route(LinkSet.Create(1), CoreSet.Create(3)))];
        await machine.DoAsync(() => machine.Transceiver.Routing.LoadAsync(s_chip, routes, 40));
        MemoryStreaming crashed = await machine.OpenStreamingAsync(s_options);

        ExtraMonitors monitors = await machine.DoAsync(() => machine.Transceiver.Memory.FindExtraMonitorsAsync());
        IReadOnlyList<ChipLocation> repaired = await machine.DoAsync(() => monitors.RepairAsync());
        Assert.That(repaired, Is.EquivalentTo(crashed.Monitors.Cores.Keys));
        Assert.That((await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(s_chip))).Select(static route => route.Key), Has.Member(0x1000u));
        Assert.That(await machine.DoAsync(() => monitors.RepairAsync()), Is.Empty, "again");

        // Routes that were loaded since must stay.
        await machine.DoAsync(() => machine.Transceiver.Routing.LoadAsync(s_chip, [new(0x2000, 0xFFFFF000, new Route(LinkSet.Create(2), default))], 40));
        Assert.That(await machine.DoAsync(() => monitors.RepairAsync()), Is.Empty);
        Assert.That((await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(s_chip))).Select(static route => route.Key), Has.Member(0x1000u).And.Member(0x2000u));
    }

    [Test, CancelAfter(60_000)]
    public async Task Streams_over_what_a_crashed_program_left_restore_what_was_before_it(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        await machine.DoAsync(() => machine.Transceiver.Routing.LoadAsync(s_chip, [new(0x1000, 0xFFFFF000, new Route(LinkSet.Create(1), default))], 40));
        await machine.OpenStreamingAsync(s_options);
        MemoryStreaming second = await machine.OpenStreamingAsync(new StreamingOptions());
        await IsRestoredAsync(machine, second);

        Assert.That((await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(s_chip))).Select(static route => route.Key), Has.Member(0x1000u));
    }

    [Test, CancelAfter(60_000)]
    public async Task Reinjection_is_set_and_told_without_streams(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        await machine.EndAsync(streaming);
        ExtraMonitors monitors = await machine.DoAsync(() => machine.Transceiver.Memory.FindExtraMonitorsAsync());
        await machine.DoAsync(() => monitors.SetReinjectedPacketsAsync(ReinjectedPackets.Multicast | ReinjectedPackets.FixedRoute, [s_chip]));
        await machine.DoAsync(() => monitors.SetRouterTimeoutsAsync(RouterTimeout.Of(3, 5), RouterTimeout.Of(1, 2), [s_chip]));
        await machine.DoAsync(() => monitors.ResetCountersAsync());
        await machine.DoAsync(() => monitors.ClearQueuesAsync());
        IReadOnlyDictionary<ChipLocation, ReinjectionStatus> status = await machine.DoAsync(() => monitors.GetStatusAsync());

        Assert.That((status[s_chip].FirstTimeout, status[s_chip].SecondTimeout), Is.EqualTo((RouterTimeout.Of(3, 5), RouterTimeout.Of(1, 2))));
        Assert.That(status[s_chip].Packets, Is.EqualTo(ReinjectedPackets.Multicast | ReinjectedPackets.FixedRoute));
        Assert.That(status[new ChipLocation(0, 0)].FirstTimeout, Is.EqualTo(RouterTimeout.Usual));
        Assert.That(() => monitors.GetStatusAsync([new ChipLocation(7, 7)], cancellationToken), Throws.TypeOf<InvalidParameterException>());

        // What was set before streams is what is there after them.
        MemoryStreaming again = await machine.OpenStreamingAsync(new StreamingOptions());
        await machine.EndAsync(again);
        Assert.That((await machine.DoAsync(() => monitors.GetStatusAsync()))[s_chip].Packets, Is.EqualTo(ReinjectedPackets.Multicast | ReinjectedPackets.FixedRoute));
    }

    private static async Task IsRestoredAsync(SimulatedMachine machine, MemoryStreaming streaming)
    {
        await machine.EndAsync(streaming);
        Assert.That(
            (await machine.StatusAsync(streaming)).Values,
            Has.All.Matches<ReinjectionStatus>(static status => status.FirstTimeout == RouterTimeout.Usual && status.SecondTimeout == RouterTimeout.Zero && status.Packets == ReinjectedPackets.Multicast));
    }

    private static Task<SimulatedMachine> OpenAsync(CancellationToken cancellationToken) =>
        SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(TestMachine.Spin3) with { ServiceTime = ServiceTime.Hardware }, cancellationToken);
}
