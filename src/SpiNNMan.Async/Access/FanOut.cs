using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Does one thing to many chips or cores, on all boards at once, with a bounded number at a time on each board. A failure does not end the others.</summary>
internal static class FanOut
{
    /// <summary>Does it to every item.</summary>
    /// <param name="connections">The machine's connections.</param>
    /// <param name="items">The chips, cores or other items.</param>
    /// <param name="where">The core, or the monitor of the chip, that an item is about.</param>
    /// <param name="act">Does it to one item, over the connection of its board. It must end when its token is cancelled.</param>
    /// <param name="done">Told how many items are done, failed ones included.</param>
    /// <param name="isRepeatable">Whether it does no harm to cancel it for an item and to begin it again. Then dead chips do not keep their places until they are given up.</param>
    /// <param name="cancellationToken">Ends it, after the items that are being done have ended.</param>
    /// <param name="deadline">When it is cancelled, all items that are not done yet have failed.</param>
    /// <returns>A result for each item, in their order, and the failures in the same order. A board or core that stopped answering fails its remaining items at once, and a chip that was
    /// silent before is asked for a moment only: see <see cref="SilentParts"/>.</returns>
    public static async Task<FanOutResult<TResult>> RunAsync<TItem, TResult>(
        MachineConnections connections,
        IReadOnlyList<TItem> items,
        Func<TItem, CoreLocation> where,
        Func<ScampConnection, TItem, CancellationToken, Task<TResult>> act,
        IProgress<int>? done = null,
        bool isRepeatable = false,
        CancellationToken cancellationToken = default,
        CancellationToken deadline = default)
    {
        var results = new TResult?[items.Count];
        var run = new FanOutRun(connections, items.Count, PlaceOf, DoAsync, done, isRepeatable, cancellationToken, deadline);
        return FanOutResult<TResult>.Of(results, await run.RunAsync().ConfigureAwait(false), PlaceOf);

        CoreLocation PlaceOf(int index) => where(items[index]);

        async Task DoAsync(ScampConnection connection, int index, CancellationToken stop) =>
            results[index] = await act(connection, items[index], stop).ConfigureAwait(false);
    }
}
