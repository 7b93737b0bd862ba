using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>What is found out about cores that failed.</summary>
internal sealed class FailureReportTests
{
    [Test, CancelAfter(60_000)]
    public async Task Many_cores_that_failed_are_all_reported_however_long_that_takes(CancellationToken cancellationToken)
    {
        // So slow that all of it takes some seconds, though each answer comes soon.
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware with { RemotePerMessage = TimeSpan.FromMilliseconds(3) } }, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        CoreStateException error = await FailAsync(machine, cores, cancellationToken);

        Assert.That(error.Failures, Has.Count.EqualTo(cores.Length));
        Assert.That(error.Failures.Where(static failure => failure.Error is not null), Is.Empty, "of healthy chips nobody says that they did not answer");
        Assert.That(error.Failures.Where(static failure => failure.Info is null || failure.OutputTail is null), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_does_not_answer_costs_a_second_and_is_named(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware }, cancellationToken);
        var dead = new ChipLocation(3, 3);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(static core => core.Core < 3)];
        bool isKilled = false;
        var progress = new OnProgress<StateProgress>(_ =>
        {
            // When all have told that they failed, and before more is asked of them.
            if (!isKilled)
                machine.Virtual.KillMonitor(dead);
            isKilled = true;
        });
        ApplicationSession application = await machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), cores, cancellationToken: cancellationToken));
        Task wait = machine.Transceiver.Applications.WaitForStateAsync(cores, [CoreState.Finished], new WaitOptions { Timeout = TimeSpan.Zero, ReportedCores = 10_000, Progress = progress }, cancellationToken);
        TimeSpan start = machine.World.Time.Elapsed;

        CoreStateException? error = await Assert.ThrowsAsync<CoreStateException>(() => machine.FinishAsync(wait));

        Assert.That(error!.Failures.Where(static failure => failure.Error is not null).Select(static failure => failure.Core.Chip).Distinct(), Is.EqualTo(new[] { dead }));
        Assert.That(error.Failures.Where(failure => failure.Core.Chip != dead && failure.Info is null), Is.Empty);
        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(1.5)));
        Assert.That(application.Cores, Has.Count.EqualTo(cores.Length));
    }

    private static async Task<CoreStateException> FailAsync(SimulatedMachine machine, CoreLocation[] cores, CancellationToken cancellationToken)
    {
        ApplicationSession application = await machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("crash"), cores, cancellationToken: cancellationToken));
        Task wait = application.WaitForStateAsync([CoreState.Finished], new WaitOptions { ReportedCores = 10_000 }, cancellationToken);
        return (await Assert.ThrowsAsync<CoreStateException>(() => machine.FinishAsync(wait)))!;
    }
}
