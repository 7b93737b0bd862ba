using SpiNNMan.Async.Live;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Does something with each run of a tool chain that a host listens for.</summary>
public interface ILiveRunHandler
{
    /// <summary>Goes with a run. It may return before the run ends, or after: the next run is handed over in any case.</summary>
    /// <param name="run">The run. The listener disposes of it.</param>
    /// <param name="cancellationToken">The host stops.</param>
    Task HandleAsync(LiveRun run, CancellationToken cancellationToken);
}
