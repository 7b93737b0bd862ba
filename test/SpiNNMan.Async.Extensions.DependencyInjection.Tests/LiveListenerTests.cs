using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;

namespace SpiNNMan.Async.Extensions.DependencyInjection.Tests;

/// <summary>Hosts that listen for the runs of a tool chain.</summary>
[TestFixture]
internal sealed class LiveListenerTests
{
    [Test, CancelAfter(60_000)]
    public async Task Each_run_gets_a_handler_of_its_own(CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = World.Builder();
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        builder.Services.AddSingleton(seen);
        builder.Services.AddSpinnakerLive<Handler>(static options => options.Port = 0);
        using IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        LiveListener<Handler> listener = host.Services.GetServices<IHostedService>().OfType<LiveListener<Handler>>().Single();

        string database = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await new RunDatabase { Populations = [new Population("input")] }.WriteAsync(database, cancellationToken);
        await using var server = new NotificationServer();
        await server.RegisterAsync("host", new IPEndPoint(IPAddress.Loopback, listener.Port), cancellationToken: cancellationToken);
        await server.AnnounceAsync(database, cancellationToken);
        await server.StartAsync(cancellationToken);

        Assert.That(await seen.Task.WaitAsync(cancellationToken), Is.EqualTo("run 1"));
        await server.StopAsync(cancellationToken);
        await host.StopAsync(cancellationToken);
        Assert.That(listener.Port, Is.Zero);
        File.Delete(database);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_host_whose_port_is_taken_does_not_start(CancellationToken cancellationToken)
    {
        await using LiveConnection other = await LiveConnection.ListenAsync(new LiveOptions { Port = 0 }, cancellationToken);
        HostApplicationBuilder builder = World.Builder();
        builder.Services.AddSingleton(new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        builder.Services.AddSpinnakerLive<Handler>(options => options.Port = other.Port);
        using IHost host = builder.Build();

        Assert.That(() => host.StartAsync(cancellationToken), Throws.Exception.With.Message.Contains("Two programs cannot share"));
    }

    private sealed class Handler(TaskCompletionSource<string> seen) : ILiveRunHandler
    {
        public Task HandleAsync(LiveRun run, CancellationToken cancellationToken)
        {
            seen.TrySetResult($"run {run.Number}");
            return Task.CompletedTask;
        }
    }
}
