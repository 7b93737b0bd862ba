using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Machines on which the block of a core has values that mean nothing: everything else works, and the values are shown.</summary>
internal sealed class UnknownStateTests
{
    private const uint RunTimeErrorOffset = 44;
    private const uint StateOffset = 46;
    private static readonly CoreLocation s_stray = new(0, 0, 2);
    private static readonly CoreLocation s_good = new(0, 0, 3);

    [Test, CancelAfter(30_000)]
    public async Task A_stray_state_disables_nothing_and_is_told(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        uint block = MemoryMap.GetCoreInfoAddress(s_stray.Core);
        machine.Virtual.WriteMemory(s_stray.Chip, block + StateOffset, [51]);
        machine.Virtual.WriteMemory(s_stray.Chip, block + RunTimeErrorOffset, [200]);
        Transceiver transceiver = machine.Transceiver;

        (Machine found, DiscoveryReport report) = await machine.DoAsync(() => transceiver.DiscoverAsync(cancellationToken: cancellationToken));
        IReadOnlyDictionary<CoreLocation, CoreState> states = await machine.DoAsync(() => transceiver.Applications.GetStatesAsync(cancellationToken: cancellationToken));
        CoreInfos infos = await machine.DoAsync(() => transceiver.Applications.GetCoreInfosAsync(states: [(CoreState)51], cancellationToken: cancellationToken));
        ApplicationSession application = await machine.DoAsync(() =>
            transceiver.Applications.StartAsync([new ApplicationPart(SimulatedMachine.Image("hello"), [s_good])], options: null, cancellationToken));
        await machine.DoAsync(() => application.WaitForStateAsync([CoreState.Finished], new WaitOptions { Timeout = TimeSpan.FromSeconds(5) }, cancellationToken));
        await machine.DoAsync(() => transceiver.Applications.StopAllAsync(cancellationToken: cancellationToken));

        Assert.That((found.Chips.Count, report.Findings.Count), Is.EqualTo((4, 0)));
        Assert.That(found[s_stray.Chip].States[s_stray.Core].ToString(), Is.EqualTo("51"));
        Assert.That(states[s_stray], Is.EqualTo((CoreState)51));
        Assert.That(infos.Single().ToString(), Does.Contain("51"));
        Assert.That(infos.Single().RunTimeError.ToString(), Is.EqualTo("200"));
        Assert.That(infos.GetStatusText(), Does.Contain("in state 51"));
        Assert.That(machine.Look(s_good).State, Is.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_machine_with_a_stray_state_can_be_kept_and_read_back(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        machine.Virtual.WriteMemory(s_stray.Chip, MemoryMap.GetCoreInfoAddress(s_stray.Core) + StateOffset, [51]);

        (Machine found, _) = await machine.DoAsync(() => machine.Transceiver.DiscoverAsync(cancellationToken: cancellationToken));
        Machine again = MachineSnapshot.FromJson(new MachineSnapshot(found).ToJson()).Machine;

        Assert.That(again[s_stray.Chip].States[s_stray.Core], Is.EqualTo((CoreState)51));
    }
}
