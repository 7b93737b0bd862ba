using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Memory;

/// <summary>Flood fills, on monitors that lose replies the more blocks wait for them.</summary>
internal sealed class FloodTests
{
    private const uint Address = 0x60400000;
    private const byte Application = 30;

    /// <summary>What the firmware was seen to do: of 20 blocks it answers 20 when one is under way, 19 with two, 18 with three.</summary>
    private static FaultOptions Forgetful { get; } = new() { FloodReplyLoss = 0.05 };

    [Test, CancelAfter(60_000)]
    public async Task No_reply_is_lost_when_memory_is_flooded([Range(0, 4)] int seed, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(seed, cancellationToken);
        byte[] data = Pattern(79 * 256);
        long sent = Root(machine).Statistics.Resent;

        await machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, data, verify: false, cancellationToken: cancellationToken));

        Assert.That(Root(machine).Statistics.Resent - sent, Is.Zero);
        Assert.That(Lost(machine), Is.Zero);
        Assert.That(machine.Machine.Chips.Where(chip => !machine.Read(chip.Location, Address, data.Length).AsSpan().SequenceEqual(data)), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task No_reply_is_lost_when_an_application_is_flooded([Range(0, 4)] int seed, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(seed, cancellationToken);
        var options = new LoadOptions { Method = LoadMethod.FloodFill };

        await machine.FinishAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("idle", 79 * 256), [.. machine.Machine.ApplicationCores], Application, options, cancellationToken));

        Assert.That(Lost(machine), Is.Zero);
        Assert.That(machine.CoresIn(CoreState.Ready, Application).Count(), Is.EqualTo(machine.Machine.ApplicationCores.Count()));
    }

    [Test, CancelAfter(60_000)]
    public async Task One_block_at_a_time_is_hardly_slower_where_monitors_work_long_on_it(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(0, cancellationToken);
        TimeSpan start = machine.World.Time.Elapsed;

        await machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, Pattern(79 * 256), verify: false, cancellationToken: cancellationToken));

        // Each block goes out eight times, 66 words on six links, 24 microseconds apart.
        TimeSpan least = 79 * TimeSpan.FromMicroseconds(6 * 24 * 8 * 66);
        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(least * 1.05));
    }

    [Test, CancelAfter(60_000)]
    public async Task More_blocks_are_under_way_where_the_network_takes_longer_than_the_monitor(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        machine.Virtual.Faults = new FaultOptions { Ingress = new() { Delay = TimeSpan.FromMilliseconds(20) }, Egress = new() { Delay = TimeSpan.FromMilliseconds(20) } };
        const int blocks = 240;
        TimeSpan start = machine.World.Time.Elapsed;

        await machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, Pattern(blocks * 256), verify: false, cancellationToken: cancellationToken));

        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(blocks * TimeSpan.FromMilliseconds(40) / 2));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_was_tried_and_loses_replies_is_not_gone_on_with(CancellationToken cancellationToken)
    {
        // The network is slow enough that more blocks under way would help, if only they were answered.
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, ServiceTime = ServiceTime.Hardware, Faults = new FaultOptions { FloodReplyLoss = 0.5 } }, cancellationToken);
        machine.Virtual.Faults = machine.Virtual.Faults with { Ingress = new() { Delay = TimeSpan.FromMilliseconds(20) }, Egress = new() { Delay = TimeSpan.FromMilliseconds(20) } };

        await machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, Pattern(500 * 256), verify: false, cancellationToken: cancellationToken));

        Assert.That(Lost(machine), Is.InRange(1, 12), "each trial ends with the first loss, and comes half as often as the one before");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_flood_ends_with_its_first_error_and_when_it_is_cancelled(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(0, cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500), machine.World.Time);

        OperationCanceledException? cancelled = await Assert.CatchAsync<OperationCanceledException>(
            () => machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, Pattern(79 * 256), verify: false, cancellationToken: stop.Token)));
        machine.MuteAfter(new ChipLocation(0, 0), TimeSpan.FromMilliseconds(500));
        await Assert.CatchAsync<SpinnakerTimeoutException>(() => machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, Pattern(79 * 256), verify: false, cancellationToken: cancellationToken)));

        Assert.That(cancelled!.CancellationToken == stop.Token, Is.True);
        machine.BoardOf(new ChipLocation(0, 0)).IsMute = false;
    }

    [Test]
    public void Losses_are_shares_and_those_of_replies_are_the_machines()
    {
        Assert.That(() => new FaultOptions { FloodReplyLoss = 1.1 }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new FaultOptions { FloodReplyLoss = double.NaN }, Throws.TypeOf<InvalidParameterException>());
    }

    private static async Task<SimulatedMachine> OpenAsync(int seed, CancellationToken cancellationToken) => await SimulatedMachine.OpenAsync(
        new VirtualMachineOptions { Board = BoardType.Spin5, ServiceTime = ServiceTime.Hardware, Faults = Forgetful, Seed = (ulong)seed }, cancellationToken);

    private static ScampConnection Root(SimulatedMachine machine) => machine.Transceiver.Connections[0];

    private static long Lost(SimulatedMachine machine) => machine.Virtual.Boards[0].Statistics.Drops.GetValueOrDefault(DropReason.FloodReply);

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(static index => (byte)(index * 167))];
}
