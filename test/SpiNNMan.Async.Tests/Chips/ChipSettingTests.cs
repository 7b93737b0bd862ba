using System.Buffers.Binary;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Tests.Chips;

/// <summary>LEDs, watchdogs and clocks.</summary>
internal sealed class ChipSettingTests
{
    [Test, CancelAfter(60_000)]
    public async Task Watchdogs_are_set_on_every_chip_of_every_board(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;

        await machine.FinishAsync(machine.Transceiver.Chips.SetWatchdogAsync(count: 0, cancellationToken: cancellationToken));
        byte[] off = [.. machine.Machine.Chips.Select(chip => machine.Read(chip.Location, SystemVariable.SoftwareWatchdogCount.Address, 1)[0])];
        await machine.FinishAsync(machine.Transceiver.Chips.SetWatchdogAsync(chips: [new ChipLocation(9, 5)], cancellationToken: cancellationToken));

        Assert.That(off, Has.All.Zero);
        Assert.That(machine.Read(new ChipLocation(9, 5), SystemVariable.SoftwareWatchdogCount.Address, 1)[0], Is.EqualTo(MachineChips.DefaultWatchdogCount));
    }

    [Test, CancelAfter(60_000)]
    public async Task Drift_is_signed(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var drift = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(drift, -3 << 16);
        machine.Virtual.WriteMemory(new ChipLocation(1, 1), SystemVariable.ClockDrift.Address, drift);

        Assert.That(await machine.FinishAsync(machine.Transceiver.Chips.GetClockDriftAsync(new ChipLocation(1, 1), cancellationToken)), Is.EqualTo(-1.5));
    }

    [Test, CancelAfter(60_000)]
    public async Task Leds_and_the_clock_beacon_are_switched(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        long before = machine.Transceiver.Connections[0].Statistics.Answered;

        await machine.FinishAsync(machine.Transceiver.Chips.SetLedsAsync(new ChipLocation(1, 0), [(0, LedAction.On), (1, LedAction.Off)], cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Chips.SetClockSyncAsync(isEnabled: false, cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Chips.SetClockSyncAsync(isEnabled: true, cancellationToken));

        Assert.That(machine.Transceiver.Connections[0].Statistics.Answered, Is.EqualTo(before + 3));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Chips.SetLedsAsync(new ChipLocation(1, 0), [(16, LedAction.On)], cancellationToken)));
    }
}
