using System.Net;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Whatever ends a session, within a second of the boards' time nothing of it is left on them.</summary>
internal sealed class SessionEndTests
{
    private const int Entries = 1023;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly ChipLocation s_chip = new(1, 1);
    private static readonly ChipLocation s_dead = new(9, 6);
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.0.200"), 12345);

    private static IEnumerable<TestCaseData> Ends()
    {
        yield return Case<InvalidOperationException>("an error of the program", static (_, _, _) => throw new InvalidOperationException());
        yield return Case<CoreStateException>("time that is up", static (_, application, stop) =>
            application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMilliseconds(200), stop));
        yield return Case<CoreStateException>("a core that fails", static (machine, application, stop) =>
        {
            machine.Virtual.WriteMemory(s_chip, MemoryMap.GetCoreInfoAddress(3) + 46, [(byte)CoreState.RunTimeException]);
            return application.WaitForStateAsync(CoreState.Finished, cancellationToken: stop);
        });
        yield return Case<SpinnakerException>("a chip that is dead", static async (machine, _, stop) => await machine.Transceiver.Memory.ReadAsync(s_dead, 0x60400000, 1000, stop));
        yield return Case<OperationCanceledException>("cancelled waiting", static async (machine, application, _) =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(250), machine.World.Time);
            await application.WaitForStateAsync(CoreState.Finished, cancellationToken: stop.Token);
        });
        yield return Case<OperationCanceledException>("a cancelled transfer", static async (machine, _, _) =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), machine.World.Time);
            await machine.Transceiver.Memory.ReadAsync(s_chip, 0x60400000, 1 << 20, stop.Token);
        });

        static TestCaseData Case<TError>(string name, Func<SimulatedMachine, ApplicationSession, CancellationToken, Task> act)
            where TError : Exception
            => new TestCaseData(act, typeof(TError)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Ends)), CancelAfter(60_000)]
    public async Task All_is_given_back_after(Func<SimulatedMachine, ApplicationSession, CancellationToken, Task> act, Type error, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        machine.Virtual.KillMonitor(s_dead);
        SdramSpace before = await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(s_chip, cancellationToken));
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(static core => core.Core < 4 && core.Chip != s_dead)];
        TimeSpan ended = default;
        ApplicationSession? session = null;

        Exception? thrown = await Assert.CatchAsync(() => machine.DoAsync(RunAsync));

        Assert.That(thrown, Is.InstanceOf(error));
        Assert.That(session!.CleanUpError, Is.Null);
        Assert.That(machine.World.Time.Elapsed - ended, Is.LessThan(s_second));
        await AssertIsCleanAsync(machine, before, cancellationToken);

        async Task RunAsync()
        {
            await using ApplicationSession application = await machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), cores, cancellationToken: cancellationToken);
            session = application;
            await application.SetIPTagAsync(2, s_host, default(ChipLocation), cancellationToken: cancellationToken);
            await application.AllocateSdramAsync(s_chip, 1 << 20, tag: 7, cancellationToken: cancellationToken);
            await machine.Transceiver.Routing.LoadAsync(s_chip, [new MulticastRoute(0x1234, 0xFFFFFFF0, new Route([1, 2], [3]))], application.ApplicationId, cancellationToken);
            Assert.That(machine.CoresIn(CoreState.Running, application.ApplicationId).Count(), Is.EqualTo(cores.Length));
            try
            {
                await act(machine, application, cancellationToken);
            }
            finally
            {
                ended = machine.World.Time.Elapsed;
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Who_stops_it_while_it_is_loaded_waits_less_than_a_second_and_leaves_nothing(
        [Values(LoadMethod.CopyRun, LoadMethod.FloodFill, LoadMethod.Direct)] LoadMethod method, [Values(30, 400, 1200)] int milliseconds, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        SdramSpace before = await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(s_chip, cancellationToken));
        using var stop = new CancellationTokenSource();
        TimeSpan stopped = default;
        machine.World.Time.CreateTimer(_ => Stop(), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        var options = new StartOptions { Load = new LoadOptions { Method = method } };
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle", 32768), cores, options, stop.Token)));

        Assert.That(machine.World.Time.Elapsed - stopped, Is.LessThan(s_second));
        await AssertIsCleanAsync(machine, before, cancellationToken);

        void Stop()
        {
            stopped = machine.World.Time.Elapsed;
            stop.Cancel();
        }
    }

    private static Task<SimulatedMachine> OpenAsync(CancellationToken cancellationToken) =>
        SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), ServiceTime = ServiceTime.Hardware }, cancellationToken);

    private static async Task AssertIsCleanAsync(SimulatedMachine machine, SdramSpace before, CancellationToken cancellationToken)
    {
        Assert.That(machine.Machine.ApplicationCores.Where(core => machine.Look(core) is not { State: CoreState.Idle, ApplicationId: 0 }), Is.Empty);
        Assert.That(await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(s_chip, cancellationToken)), Is.EqualTo(before));
        ChipSummaryInfo chip = await machine.FinishAsync(machine.Transceiver.GetConnection(s_chip).GetChipInfoAsync(s_chip, cancellationToken));
        Assert.That(chip.FreeRouterEntries, Is.EqualTo(Entries));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken)), Is.Empty);
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }
}
