using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Extensions.DependencyInjection.Tests;

/// <summary>A machine among the services of a program.</summary>
[TestFixture]
internal sealed class AddSpinnakerTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_machine_is_opened_when_it_is_asked_for_and_closed_with_the_host(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        HostApplicationBuilder builder = World.Builder();
        builder.Services.AddSpinnaker(world.Configure);
        Transceiver opened;
        TransceiverProvider provider;
        using (IHost host = builder.Build())
        {
            await host.StartAsync(cancellationToken);
            provider = host.Services.GetRequiredService<TransceiverProvider>();
            Assert.That(provider.Current, Is.Null);

            Task<Transceiver>[] asked = [provider.GetAsync(cancellationToken), provider.GetAsync(cancellationToken)];
            opened = await asked[0];
            Assert.That(await asked[1], Is.SameAs(opened));
            Assert.That(provider.Current, Is.SameAs(opened));
            await host.StopAsync(cancellationToken);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        Assert.That(opened.Connections[0].IsClosed);
        Assert.That(() => provider.GetAsync(CancellationToken.None), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_container_that_is_not_disposed_of_asynchronously_closes_it_too(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        Transceiver opened;
        using (ServiceProvider services = new ServiceCollection().AddSpinnaker(world.Configure).BuildServiceProvider())
            opened = await services.GetRequiredService<TransceiverProvider>().GetAsync(cancellationToken);

        Assert.That(opened.Connections[0].IsClosed);
    }

    [Test, CancelAfter(60_000)]
    public async Task Machines_have_keys_and_options_of_their_own(CancellationToken cancellationToken)
    {
        await using World lab = await World.StartAsync();
        await using World desk = await World.StartAsync();
        await using ServiceProvider services = new ServiceCollection().AddKeyedSpinnaker("lab", lab.Configure).AddKeyedSpinnaker("desk", desk.Configure).BuildServiceProvider();

        Transceiver first = await services.GetRequiredKeyedService<TransceiverProvider>("lab").GetAsync(cancellationToken);
        Transceiver second = await services.GetRequiredKeyedService<TransceiverProvider>("desk").GetAsync(cancellationToken);
        await first.Memory.WriteWordAsync(new(0, 0, 0), 0x60300000, 7, cancellationToken);

        Assert.That(await second.Memory.ReadWordAsync(new(0, 0, 0), 0x60300000, cancellationToken), Is.Zero);
        Assert.That(services.GetService<TransceiverProvider>(), Is.Null);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_failed_opening_is_tried_again_and_a_closed_machine_is_opened_anew(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        world.Machine.Boards[0].IsMute = true;
        await using ServiceProvider services = new ServiceCollection().AddSpinnaker(options =>
        {
            world.Configure(options);
            options.Patience = TimeSpan.FromMilliseconds(200);
        }).BuildServiceProvider();
        TransceiverProvider provider = services.GetRequiredService<TransceiverProvider>();

        Assert.That(() => provider.GetAsync(cancellationToken), Throws.InstanceOf<SpinnakerException>());
        world.Machine.Boards[0].IsMute = false;
        Transceiver first = await provider.GetAsync(cancellationToken);
        await provider.CloseAsync();
        Assert.That((first.Connections[0].IsClosed, provider.Current), Is.EqualTo((true, (Transceiver?)null)));
        Assert.That(await provider.GetAsync(cancellationToken), Is.Not.SameAs(first));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_caller_that_is_cancelled_does_not_end_the_opening_for_others(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync();
        await using ServiceProvider services = new ServiceCollection().AddSpinnaker(world.Configure).BuildServiceProvider();
        TransceiverProvider provider = services.GetRequiredService<TransceiverProvider>();
        using var impatient = new CancellationTokenSource();

        Task<Transceiver> first = provider.GetAsync(impatient.Token);
        Task<Transceiver> second = provider.GetAsync(cancellationToken);
        await impatient.CancelAsync();

        Assert.That((await second).Machine.Chips, Has.Count.EqualTo(4));
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test, CancelAfter(60_000)]
    public async Task Options_are_checked_when_the_host_starts(CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = World.Builder();
        builder.Services.AddSpinnaker().AddKeyedSpinnaker("lab", static options => (options.Host, options.PowerOffOnClose) = ("10.0.0.1", true));
        using IHost host = builder.Build();

        Exception? error = await Assert.CatchAsync(() => host.StartAsync(cancellationToken));
        Assert.That(error!.ToString(), Does.Contain("The options of the machine name no Host").And.Contain("machine 'lab' have PowerOffOnClose"));
    }

    [Test]
    public void Options_come_from_a_configuration_which_has_no_unknown_names()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Lab:Host"] = "10.0.0.9",
            ["Lab:Connection:MaxWindow"] = "4",
            ["Lab:Discovery:Repair"] = "Throw",
            ["Typo:Hots"] = "10.0.0.9",
        }).Build();
        using ServiceProvider services = new ServiceCollection().AddKeyedSpinnaker("lab", configuration.GetSection("Lab")).AddSpinnaker(configuration.GetSection("Typo")).BuildServiceProvider();
        IOptionsMonitor<TransceiverOptions> monitor = services.GetRequiredService<IOptionsMonitor<TransceiverOptions>>();

        TransceiverOptions lab = monitor.Get("lab");
        Assert.That((lab.Host, lab.Connection.MaxWindow, lab.Discovery.Repair), Is.EqualTo(("10.0.0.9", 4, RepairPolicy.Throw)));
        Assert.That(() => monitor.CurrentValue, Throws.InvalidOperationException.With.Message.Contains("Hots"));
    }

    [Test]
    public void The_log_and_the_clock_are_those_of_the_host()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddSpinnaker(static options => options.Host = "10.0.0.1").BuildServiceProvider();

        TransceiverOptions options = services.GetRequiredService<IOptions<TransceiverOptions>>().Value;

        Assert.That(options.Connection.LoggerFactory, Is.SameAs(services.GetRequiredService<ILoggerFactory>()));
        Assert.That(options.Connection.TimeProvider, Is.SameAs(time));
    }

    [Test]
    public void Options_can_be_set_until_they_are_used() => OptionContract.Check(typeof(SpinnakerHealthOptions));
}
