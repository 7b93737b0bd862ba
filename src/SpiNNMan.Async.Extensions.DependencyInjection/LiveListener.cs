using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Listens for the runs of a tool chain for as long as the host runs.</summary>
/// <typeparam name="THandler">Gets each run.</typeparam>
internal sealed partial class LiveListener<THandler>(IServiceScopeFactory scopes, IOptionsMonitor<LiveOptions> options, string name, ILogger<LiveListener<THandler>> logger) : BackgroundService
    where THandler : class, ILiveRunHandler
{
    private readonly List<Task> _handling = [];
    private LiveConnection? _live;

    /// <summary>The port that it listens on; 0 while it does not.</summary>
    public int Port => Volatile.Read(ref _live)?.Port ?? 0;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        LiveConnection live = await LiveConnection.ListenAsync(options.Get(name), cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _live, live);
        ListenerStarted(live.Port, typeof(THandler).Name);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _live, null) is { } live)
            await live.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LiveConnection live = _live!;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (LiveRun run in live.RunsAsync(stoppingToken).ConfigureAwait(false))
                    Begin(run, stoppingToken);

                break;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (SpinnakerException exception)
            {
                // A run that cannot be followed ends the loop and not the listening.
                RunNotReady(exception);
            }
        }

        await Task.WhenAll(_handling).ConfigureAwait(false);
    }

    private void Begin(LiveRun run, CancellationToken stopping)
    {
        _handling.RemoveAll(static handled => handled.IsCompleted);
        _handling.Add(Task.Run(() => HandleAsync(run, stopping), CancellationToken.None));
    }

    private async Task HandleAsync(LiveRun run, CancellationToken stopping)
    {
        try
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
                await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(run, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            HandlerFailed(exception, typeof(THandler).Name, run.Number);
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "Runs are listened for on port {Port}, for {Handler}")]
    private partial void ListenerStarted(int port, string handler);

    [LoggerMessage(1202, LogLevel.Error, "{Handler} threw during run {Run}; the listener goes on")]
    private partial void HandlerFailed(Exception exception, string handler, int run);

    [LoggerMessage(1203, LogLevel.Error, "A run could not be followed; the listener goes on")]
    private partial void RunNotReady(Exception exception);
}
