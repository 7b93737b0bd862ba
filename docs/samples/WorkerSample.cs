using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpiNNMan.Async.Extensions.DependencyInjection;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Samples;

/// <summary>A worker service that watches a machine. The machine is opened when it is first needed, and closed with the host.</summary>
internal static class WorkerSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        // CODE_SECTION:worker-services:START
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();

        // From appsettings.json: builder.Services.AddSpinnaker(builder.Configuration.GetSection("Machine"));
        builder.Services.AddSpinnaker(machine =>
        {
            machine.Host = options.Host;
            machine.Connection = options.Connection with { };
        });
        builder.Services.AddSingleton(output);
        builder.Services.AddHostedService<Watcher>();
        using IHost host = builder.Build();
        await host.RunAsync(cancellationToken);

        // CODE_SECTION:worker-services:END
    }

    // CODE_SECTION:worker-watcher:START
    private sealed class Watcher(TransceiverProvider machine, IHostApplicationLifetime host, TextWriter output) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Transceiver transceiver = await machine.GetAsync(stoppingToken);
            IReadOnlyDictionary<CoreLocation, CoreState> states = await transceiver.Applications.GetStatesAsync(cancellationToken: stoppingToken);
            output.WriteLine($"{states.Count(static core => core.Value == CoreState.Idle)} of {states.Count} cores are idle");

            // A real worker would go on until the host stops.
            host.StopApplication();
        }
    }

    // CODE_SECTION:worker-watcher:END
}
