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
            "Applications.CountCoresAsync(applicationId, states)",
            static (machine, stop) => machine.Transceiver.Applications.CountCoresAsync(Application, [CoreState.Ready, CoreState.Running], stop),
            AssertIsCount),
        WholeMachineVerb.Reading<StateCount>(
            "Applications.CountCoresAsync(applicationId, state)",
            static (machine, stop) => machine.Transceiver.Applications.CountCoresAsync(Application, CoreState.Running, stop),
            AssertIsCount),
        WholeMachineVerb.Reading<IReadOnlyDictionary<CoreLocation, CoreState>>(
            "Applications.GetStatesAsync(cores)",
            static (machine, stop) => machine.Transceiver.Applications.GetStatesAsync(machine.Cores, stop),
            static (machine, states, boards) => Assert.That(machine.CoresOf(boards).Select(core => states[core]), Is.All.EqualTo(CoreState.Running))),
        WholeMachineVerb.Reading<CoreInfos>(
            "Applications.GetCoreInfosAsync(cores, states)",
            static (machine, stop) => machine.Transceiver.Applications.GetCoreInfosAsync(machine.Cores, [CoreState.Running], stop),
            static (machine, infos, boards) => Assert.That(machine.CoresOf(boards).Select(core => (infos[core].State, infos[core].ApplicationId)), Is.All.EqualTo((CoreState.Running, Application)))),
        WholeMachineVerb.Doing(
            "Applications.WaitForStateAsync(cores, states, options)",
            static (machine, stop) => machine.Transceiver.Applications.WaitForStateAsync(machine.Cores, [CoreState.Running], cancellationToken: stop),
            static (_, _) => { }),
        WholeMachineVerb.Doing(
            "Applications.SubscribeToStatesAsync(cores, interval)",
            static async (machine, stop) =>
            {
                int seen = 0;
                await foreach (CoreStateChange change in machine.Transceiver.Applications.SubscribeToStatesAsync(machine.Cores, s_interval, stop))
                {
                    Assert.That(change, Is.EqualTo(new CoreStateChange(machine.Cores[seen], null, CoreState.Running)));
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
