using System.Net;
using SpiNNMan.Async;
using SpiNNMan.Async.Extensions.DependencyInjection;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

var network = new InMemoryNetwork();
await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, BindAddress = IPAddress.Parse("10.0.0.1"), UseTruePorts = true, Network = network });
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSpinnaker(options =>
{
    options.Host = "10.0.0.1";
    options.Connection.Network = network;
});
builder.Services.AddHostedService<Watcher>();
builder.Build().Run();

/// <summary>Looks at the machine once, and ends the host.</summary>
internal sealed class Watcher(TransceiverProvider provider, IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Transceiver transceiver = await provider.GetAsync(stoppingToken);
        IReadOnlyDictionary<CoreLocation, CoreState> states = await transceiver.Applications.GetStatesAsync(cancellationToken: stoppingToken);
        Console.WriteLine($"{states.Count(static core => core.Value == CoreState.Idle)} cores are idle: the packages work");
        host.StopApplication();
    }
}
