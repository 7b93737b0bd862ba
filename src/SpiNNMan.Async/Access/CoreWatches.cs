using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The watches over the cores of one board that get more than one request.</summary>
internal sealed class CoreWatches : IDisposable
{
    private readonly Dictionary<CoreLocation, CoreWatch> _watches;

    /// <param name="asked">The core of each request.</param>
    /// <param name="board">Cancelled when the whole board is not worth waiting for.</param>
    public CoreWatches(IEnumerable<CoreLocation> asked, CancellationToken board) =>
        _watches = asked.CountBy(static core => core).Where(static core => core.Value > 1).ToDictionary(static core => core.Key, core => new CoreWatch(core.Key, board));

    /// <summary>The watch over a core; <see langword="null"/> if only one thing is asked of it.</summary>
    public CoreWatch? Of(CoreLocation core) => _watches.GetValueOrDefault(core);

    public void Dispose()
    {
        foreach (CoreWatch watch in _watches.Values)
            watch.Dispose();
    }
}
