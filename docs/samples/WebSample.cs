using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SpiNNMan.Async.Extensions.DependencyInjection;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Samples;

/// <summary>A web service that reads words of a machine, and says at /health how the machine is.</summary>
internal static class WebSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using WebApplication app = Build(options);
        await app.StartAsync(cancellationToken);

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        output.WriteLine($"word: {await client.GetStringAsync("/chips/1/1/words/60300000", cancellationToken)}");
        output.WriteLine($"health: {await client.GetStringAsync("/health", cancellationToken)}");
        await app.StopAsync(cancellationToken);
    }

    private static WebApplication Build(TransceiverOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSpinnaker(machine =>
        {
            machine.Host = options.Host;
            machine.Connection = options.Connection with { };
        });
        builder.Services.AddHealthChecks().AddSpinnaker();

        WebApplication app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/chips/{x}/{y}/words/{address}", async (int x, int y, string address, TransceiverProvider machine, CancellationToken token) =>
        {
            Transceiver transceiver = await machine.GetAsync(token);
            return $"{await transceiver.Memory.ReadWordAsync(new ChipLocation(x, y), Convert.ToUInt32(address, 16), token):x8}";
        });
        return app;
    }
}
