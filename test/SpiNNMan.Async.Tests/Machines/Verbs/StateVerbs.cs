using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using static SpiNNMan.Async.Tests.Machines.Verbs.WholeMachineVerbs;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>What is asked about cores.</summary>
internal static class StateVerbs
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Those that return nothing have nothing to check but their errors, which name the cores that could not be asked.</summary>
    private static readonly WholeMachineVerb[] s_all =
    [
        WholeMachineVerb.Reading<StateCount>(
            "CountCoresAsync(applicationId, states)",
            static (machine, stop) => machine.Transceiver.CountCoresAsync(Application, [CpuState.Ready, CpuState.Running], stop),
            AssertIsCount),
        WholeMachineVerb.Reading<StateCount>(
            "CountCoresAsync(applicationId, state)",
            static (machine, stop) => machine.Transceiver.CountCoresAsync(Application, CpuState.Running, stop),
            AssertIsCount),
        WholeMachineVerb.Reading<IReadOnlyDictionary<CoreLocation, CpuState>>(
            "GetCoreStatesAsync(cores)",
            static (machine, stop) => machine.Transceiver.GetCoreStatesAsync(machine.Cores, stop),
            static (machine, states, boards) => Assert.That(machine.CoresOf(boards).Select(core => states[core]), Is.All.EqualTo(CpuState.Running))),
        WholeMachineVerb.Reading<CpuInfos>(
            "GetCpuInfosAsync(cores, states)",
            static (machine, stop) => machine.Transceiver.GetCpuInfosAsync(machine.Cores, [CpuState.Running], stop),
            static (machine, infos, boards) => Assert.That(machine.CoresOf(boards).Select(core => (infos[core].State, infos[core].ApplicationId)), Is.All.EqualTo((CpuState.Running, Application)))),
        WholeMachineVerb.Doing(
            "WaitForStateAsync(cores, states, options)",
            static (machine, stop) => machine.Transceiver.WaitForStateAsync(machine.Cores, [CpuState.Running], cancellationToken: stop),
            static (_, _) => { }),
        WholeMachineVerb.Doing(
            "WatchStatesAsync(cores, interval)",
            static async (machine, stop) =>
            {
                int seen = 0;
                await foreach (CoreStateChange change in machine.Transceiver.WatchStatesAsync(machine.Cores, s_interval, stop))
                {
                    Assert.That(change, Is.EqualTo(new CoreStateChange(machine.Cores[seen], null, CpuState.Running)));
                    if (++seen == machine.Cores.Length)
                        break;
                }
            },
            static (_, _) => { }),
    ];

    public static IEnumerable<WholeMachineVerb> All => s_all.Select(static verb => verb with { PrepareAsync = Run });

    private static Task Run(VerbMachine machine)
    {
        machine.RunOnCores(Application);
        return Task.CompletedTask;
    }

    private static void AssertIsCount(VerbMachine machine, StateCount count, IReadOnlyList<ChipLocation> boards) =>
        Assert.That(count, Is.EqualTo(new StateCount((uint)machine.CoresOf(boards).Length, IsComplete: boards.Count == machine.Boards.Count)));
}
