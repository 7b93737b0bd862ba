using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Extensions.DependencyInjection.Tests;

/// <summary>The health of a machine.</summary>
[TestFixture]
internal sealed class HealthTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_machine_that_answers_and_lacks_nothing_is_healthy(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);

        HealthReportEntry entry = await CheckAsync(services, cancellationToken);

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Healthy, "All 1 boards answer.")));
        Assert.That((entry.Data["boards"], entry.Data["boardsMissing"], entry.Data["chips"], entry.Data["coresInError"]), Is.EqualTo((1, 0, 4, 0)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_that_does_not_answer_is_unhealthy_and_gets_well_again(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        await CheckAsync(services, cancellationToken);

        world.Machine.Boards[0].IsMute = true;
        HealthReportEntry silent = await CheckAsync(services, cancellationToken);
        world.Machine.Boards[0].IsMute = false;
        HealthReportEntry back = await CheckAsync(services, cancellationToken);

        Assert.That(silent.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(silent.Description, Does.StartWith("The machine does not answer: "));
        Assert.That(back.Status, Is.Not.EqualTo(HealthStatus.Unhealthy));
    }

    [Test, CancelAfter(60_000)]
    public async Task Cores_in_error_are_named(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = Services(world);
        Transceiver transceiver = await services.GetRequiredService<TransceiverProvider>().GetAsync(cancellationToken);
        var core = new CoreLocation(1, 0, 3);
        await using ApplicationSession session = await transceiver.Applications.StartAsync(new ApplicationImage(VirtualApplicationImage.Create("crash", 1024)), [core], cancellationToken: cancellationToken);
        Assert.That(async () => await session.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(10), cancellationToken), Throws.TypeOf<CoreStateException>());

        HealthReportEntry entry = await CheckAsync(services, cancellationToken);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That((entry.Description, entry.Data["coresInError"]), Is.EqualTo(($"1 cores are in error: {core}.", 1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_is_missing_is_named(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) });
        await using ServiceProvider services = Services(world);
        await CheckAsync(services, cancellationToken);

        world.Machine.Boards[1].IsMute = true;
        HealthReportEntry entry = await CheckAsync(services, cancellationToken);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(entry.Description, Does.Contain($"Boards do not answer: {world.Machine.Boards[1].EndPoint.Address}"));
        Assert.That(entry.Data["boardsMissing"], Is.EqualTo(1));
    }

    private static ServiceProvider Services(World world)
    {
        IServiceCollection services = new ServiceCollection().AddLogging().AddSpinnaker(world.Configure);
        services.AddHealthChecks().AddSpinnaker(timeout: TimeSpan.FromSeconds(50));
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services, CancellationToken cancellationToken) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellationToken)).Entries["spinnaker"];
}
