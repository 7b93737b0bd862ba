using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Counting, watching and waiting for the states of cores.</summary>
internal sealed class StateTests
{
    private static readonly CoreLocation s_good = new(0, 0, 1);
    private static readonly CoreLocation s_bad = new(1, 1, 2);

    [Test, CancelAfter(30_000)]
    public async Task Waits_until_all_have_ended(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        ApplicationSession application = await StartAsync(machine, "ticks", cores, cancellationToken);
        var progress = new Last();

        await machine.RunAsync(application.WaitForStateAsync(CoreState.Sync0, TimeSpan.FromSeconds(1), cancellationToken), cancellationToken);
        await machine.RunAsync(application.SendSignalAsync(Signal.Sync0, cancellationToken), cancellationToken);
        await machine.RunAsync(application.WaitForStateAsync([CoreState.Finished], new WaitOptions { Progress = progress }, cancellationToken), cancellationToken);

        Assert.That(progress.Value, Is.EqualTo(new StateProgress(cores.Length, cores.Length)));
        Assert.That(cores.All(core => machine.Look(core).State == CoreState.Finished), Is.True);
    }

    [Test, CancelAfter(30_000)]
    public async Task Counts_the_cores_asked_for_and_not_those_of_the_application(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, "hello", [s_good, new CoreLocation(0, 0, 2)], cancellationToken);
        machine.Virtual.Run(s_bad, new EchoApplication(), application.ApplicationId);

        // Of the application there are two cores ended; of the cores asked for, one.
        Task wait = machine.Transceiver.Applications.WaitForStateAsync([s_good, s_bad], [CoreState.Finished], new WaitOptions { Timeout = TimeSpan.FromSeconds(1) }, cancellationToken);

        CoreStateException error = await ErrorOfAsync(machine, wait, cancellationToken);
        Assert.That(error.Failures.Select(static failure => (failure.Core, failure.State)), Is.EqualTo(new[] { (s_bad, (CoreState?)CoreState.Running) }));
        Assert.That(error.Reason, Is.EqualTo(CoreFailureReason.TimedOut));
        Assert.That(error.Message, Does.Contain("1,1,2 in Running").And.Not.Contain("0,0,1"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_run_time_error_ends_the_waiting_with_registers_and_the_end_of_the_text_of_the_core_that_failed(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Applications = [new ApplicationRule("crash", static () => new TalkingCrash()), .. ApplicationRule.BuiltIn] }, cancellationToken);
        await StartAsync(machine, "printer", [s_good], cancellationToken);
        await StartAsync(machine, "crash", [s_bad], cancellationToken);

        CoreStateException error = await ErrorOfAsync(machine, machine.Transceiver.Applications.WaitForStateAsync([s_good, s_bad], [CoreState.Finished], cancellationToken: cancellationToken), cancellationToken);

        Assert.That(error.Reason, Is.EqualTo(CoreFailureReason.Failed));
        Assert.That(error.Failures, Has.Count.EqualTo(1));
        Assert.That((error.Failures[0].Core, error.Failures[0].Info!.Value.RunTimeError), Is.EqualTo((s_bad, RunTimeError.SoftwareError)));
        Assert.That(error.Failures[0].OutputTail, Does.EndWith("line 199\n").And.Not.Contain("line 1\n"));
        Assert.That(error.Message, Does.Contain("line 199").And.Contain("1,1,2"));
        Assert.That(error.GetReport(), Does.Contain("| line 199").And.Contain("r0=").And.Contain("SoftwareError"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Reports_of_many_failures_are_bounded(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        ApplicationSession application = await StartAsync(machine, "crash", cores, cancellationToken);

        CoreStateException error = await ErrorOfAsync(machine, application.WaitForStateAsync([CoreState.Finished], new WaitOptions { ReportedCores = 3 }, cancellationToken), cancellationToken);

        Assert.That(error.Failures, Has.Count.EqualTo(cores.Length));
        Assert.That(error.Failures.Count(static failure => failure.Info is not null), Is.EqualTo(3));
        Assert.That(error.Message, Does.Contain($"and {cores.Length - 6} more"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_board_that_falls_silent_ends_the_waiting(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        CoreLocation[] cores = [new CoreLocation(0, 0, 1), new CoreLocation(4, 8, 1)];
        ApplicationSession application = await StartAsync(machine, "printer", cores, cancellationToken);
        machine.BoardOf(cores[1].Chip).IsMute = true;

        CoreStateException error = await ErrorOfAsync(machine, application.WaitForStateAsync(CoreState.Finished, cancellationToken: cancellationToken), cancellationToken);

        Assert.That(error.Reason, Is.EqualTo(CoreFailureReason.Silent));
        Assert.That(error.Failures.Select(static failure => failure.Core), Is.EqualTo(new[] { cores[1] }));
    }

    [Test, CancelAfter(30_000)]
    public async Task The_time_to_wait_is_kept_though_a_board_is_silent([Values(0, 1000)] int silentSince, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        CoreLocation[] cores = [new CoreLocation(0, 0, 1), new CoreLocation(8, 4, 1), new CoreLocation(4, 8, 1)];
        ApplicationSession application = await StartAsync(machine, "printer", cores[1..], cancellationToken);
        TimeSpan start = machine.World.Time.Elapsed;
        machine.MuteAfter(cores[2].Chip, TimeSpan.FromMilliseconds(silentSince));

        Task wait = machine.Transceiver.Applications.WaitForStateAsync(cores, [CoreState.Finished, CoreState.Idle], new WaitOptions { Timeout = TimeSpan.FromSeconds(2) }, cancellationToken);
        CoreStateException error = await ErrorOfAsync(machine, wait, cancellationToken);

        Assert.That(machine.World.Time.Elapsed - start, Is.EqualTo(TimeSpan.FromSeconds(2)).Within(TimeSpan.FromMilliseconds(10)));
        Assert.That(error.Reason, Is.EqualTo(CoreFailureReason.TimedOut));
        Assert.That(error.Failures.Select(static failure => (failure.Core, failure.State)), Is.EqualTo(new[] { (cores[1], CoreState.Running), (cores[2], silentSince == 0 ? (CoreState?)null : CoreState.Running) }));
        Assert.That(error.Failures[0].Info, Is.Not.Null, "what can be found out is");
        Assert.That(error.Failures[1].Error, Is.TypeOf<SpinnakerTimeoutException>());
    }

    [Test, CancelAfter(30_000)]
    public async Task A_single_look_takes_no_longer_than_a_second_though_a_board_is_silent(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        CoreLocation[] cores = [new CoreLocation(0, 0, 1), new CoreLocation(4, 8, 1)];
        TimeSpan start = machine.World.Time.Elapsed;
        machine.BoardOf(cores[1].Chip).IsMute = true;

        Task wait = machine.Transceiver.Applications.WaitForStateAsync(cores, [CoreState.Idle], new WaitOptions { Timeout = TimeSpan.Zero }, cancellationToken);
        CoreStateException error = await ErrorOfAsync(machine, wait, cancellationToken);

        Assert.That(machine.World.Time.Elapsed - start, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(error.Failures.Select(static failure => failure.Core), Is.EqualTo(new[] { cores[1] }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Looking_takes_one_request_a_chip_and_only_those_that_are_late_are_asked_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);
        CoreLocation[] early = [.. machine.Machine.ApplicationCores.Where(static core => core.Chip != s_bad.Chip)];
        await StartAsync(machine, "hello", early, cancellationToken);
        await StartAsync(machine, "printer", [s_bad], cancellationToken);
        long before = machine.Transceiver.Connections[0].Statistics.Sent;

        // Looks at 0, 100, .. 500 ms: all chips, then five times the one that is late.
        Task wait = machine.Transceiver.Applications.WaitForStateAsync([.. early, s_bad], [CoreState.Finished], new WaitOptions { Timeout = TimeSpan.FromMilliseconds(450), ReportedCores = 0 }, cancellationToken);
        CoreStateException error = await ErrorOfAsync(machine, wait, cancellationToken);

        Assert.That(machine.Transceiver.Connections[0].Statistics.Sent - before, Is.EqualTo(48 + 5));
        Assert.That(error.Failures.Select(static failure => failure.Core), Is.EqualTo(new[] { s_bad }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Waiting_is_cancelled(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, "printer", [s_good], cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2), machine.World.Time);

        Assert.That(() => machine.RunAsync(application.WaitForStateAsync(CoreState.Finished, cancellationToken: stop.Token), cancellationToken), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task Counts_over_the_whole_machine_under_every_monitor([Values("3.1.0", "3.4.2", "4.0.0")] string firmware, CancellationToken cancellationToken)
    {
        int[] numbers = [.. firmware.Split('.').Select(int.Parse)];
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Firmware = new SoftwareVersion(numbers[0], numbers[1], numbers[2]) }, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(static core => core.Core == 3)];
        ApplicationSession application = await StartAsync(machine, "printer", cores, cancellationToken);

        Task<StateCount>[] counts = [.. Enumerable.Range(0, 5).Select(_ => application.CountCoresAsync(CoreState.Running, cancellationToken))];
        StateCount[] found = await machine.RunAsync(Task.WhenAll(counts), cancellationToken);
        StateCount idle = await machine.RunAsync(machine.Transceiver.Applications.CountCoresAsync(application.ApplicationId, [CoreState.Ready, CoreState.Idle], cancellationToken), cancellationToken);

        Assert.That(found, Is.All.EqualTo(new StateCount(144, IsComplete: true)));
        Assert.That(idle.Count, Is.Zero);
    }

    [Test, CancelAfter(30_000)]
    public async Task States_and_blocks_are_those_of_the_cores_asked_for(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        await StartAsync(machine, "printer", [s_good, s_bad], cancellationToken);

        CoreInfos running = await machine.RunAsync(machine.Transceiver.Applications.GetCoreInfosAsync(states: [CoreState.Running], cancellationToken: cancellationToken), cancellationToken);
        CoreInfo one = await machine.RunAsync(machine.Transceiver.Applications.GetCoreInfoAsync(s_bad, cancellationToken), cancellationToken);
        IReadOnlyDictionary<CoreLocation, CoreState> states = await machine.RunAsync(machine.Transceiver.Applications.GetStatesAsync(cancellationToken: cancellationToken), cancellationToken);

        Assert.That(running.Cores, Is.EqualTo(new[] { s_good, s_bad }));
        Assert.That((one.Core, one.ApplicationName), Is.EqualTo((s_bad, "printer")));
        Assert.That(states, Has.Count.EqualTo(4 * 17));
        Assert.That(states.Count(static state => state.Value == CoreState.Running), Is.EqualTo(2));
    }

    [Test, CancelAfter(30_000)]
    public async Task Changes_are_streamed(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, "barrier", [s_good, s_bad], cancellationToken);

        CoreStateChange[] changes = await machine.DoAsync(CollectAsync);

        Assert.That(changes.Where(static change => change.Core == s_good), Is.EqualTo(new[]
        {
            new CoreStateChange(s_good, null, CoreState.Sync0),
            new CoreStateChange(s_good, CoreState.Sync0, CoreState.Sync1),
            new CoreStateChange(s_good, CoreState.Sync1, CoreState.Finished),
        }));

        async Task<CoreStateChange[]> CollectAsync()
        {
            var seen = new List<CoreStateChange>();
            await foreach (CoreStateChange change in application.SubscribeToStatesAsync(TimeSpan.FromMilliseconds(50), cancellationToken))
            {
                seen.Add(change);
                if (change is { Core: var core, State: CoreState.Sync0 or CoreState.Sync1 } && core == s_bad)
                    await application.SendSignalAsync(change.State == CoreState.Sync0 ? Signal.Sync0 : Signal.Sync1, cancellationToken);

                if (seen.Count(static one => one.State == CoreState.Finished) == 2)
                    break;
            }

            return [.. seen];
        }
    }

    [Test, CancelAfter(30_000)]
    public async Task A_simulation_is_told_to_store_its_provenance_and_end(CancellationToken cancellationToken)
    {
        var simulation = new Listening();
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Applications = [new ApplicationRule("simulation", () => simulation)] }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, "simulation", [s_good], cancellationToken);

        await machine.RunAsync(application.UpdateProvenanceAndExitAsync(cancellationToken), cancellationToken);
        await machine.RunAsync(application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(1), cancellationToken), cancellationToken);

        Assert.That(simulation.Heard, Is.EqualTo(new byte[] { 8, 0, 0, 0 }));
    }

    private static Task<ApplicationSession> StartAsync(SimulatedMachine machine, string name, CoreLocation[] cores, CancellationToken cancellationToken) =>
        machine.RunAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image(name), cores, cancellationToken: cancellationToken), cancellationToken);

    private static async Task<CoreStateException> ErrorOfAsync(SimulatedMachine machine, Task wait, CancellationToken cancellationToken)
    {
        try
        {
            await machine.RunAsync(wait, cancellationToken);
        }
        catch (CoreStateException error)
        {
            return error;
        }

        throw new AssertionException("The waiting ended well.");
    }

    private sealed class Last : IProgress<StateProgress>
    {
        public StateProgress Value { get; private set; }

        public void Report(StateProgress value) => Value = value;
    }

    private sealed class TalkingCrash : IVirtualCoreApplication
    {
        public string Name => "crash";

        public void OnStart(IVirtualCore core)
        {
            for (int line = 0; line < 200; line++)
                core.Print($"line {line}\n");

            core.Fail(13);
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }

    private sealed class Listening : IVirtualCoreApplication
    {
        public string Name => "simulation";

        public byte[] Heard { get; private set; } = [];

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            if (message.Header.Destination.Port != 3)
                return;

            Heard = message.Data.ToArray();
            core.Exit(0);
        }
    }
}
