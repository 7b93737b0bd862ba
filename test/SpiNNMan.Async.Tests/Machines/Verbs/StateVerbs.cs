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
            "Applications.CountAsync(applicationId, states)",
            static (machine, stop) => machine.Transceiver.Applications.CountAsync(Application, [CpuState.Ready, CpuState.Running], stop),
            AssertIsCount),
        WholeMachineVerb.Reading<StateCount>(
            "Applications.CountAsync(applicationId, state)",
            static (machine, stop) => machine.Transceiver.Applications.CountAsync(Application, CpuState.Running, stop),
            AssertIsCount),
        WholeMachineVerb.Reading<IReadOnlyDictionary<CoreLocation, CpuState>>(
            "Applications.GetStatesAsync(cores)",
            static (machine, stop) => machine.Transceiver.Applications.GetStatesAsync(machine.Cores, stop),
            static (machine, states, boards) => Assert.That(machine.CoresOf(boards).Select(core => states[core]), Is.All.EqualTo(CpuState.Running))),
        WholeMachineVerb.Reading<CpuInfos>(
            "Applications.GetCpuInfosAsync(cores, states)",
            static (machine, stop) => machine.Transceiver.Applications.GetCpuInfosAsync(machine.Cores, [CpuState.Running], stop),
            static (machine, infos, boards) => Assert.That(machine.CoresOf(boards).Select(core => (infos[core].State, infos[core].ApplicationId)), Is.All.EqualTo((CpuState.Running, Application)))),
        WholeMachineVerb.Doing(
            "Applications.WaitForStateAsync(cores, states, options)",
            static (machine, stop) => machine.Transceiver.Applications.WaitForStateAsync(machine.Cores, [CpuState.Running], cancellationToken: stop),
            static (_, _) => { }),
        WholeMachineVerb.Doing(
            "Applications.WatchStatesAsync(cores, interval)",
            static async (machine, stop) =>
            {
                int seen = 0;
                await foreach (CoreStateChange change in machine.Transceiver.Applications.WatchStatesAsync(machine.Cores, s_interval, stop))
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
