using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Does one thing to many chips or cores: on all boards at once, on each board with a bounded number under way, whatever fails elsewhere.</summary>
internal static class FanOut
{
    /// <summary>Does it to every item.</summary>
    /// <param name="connections">The machine's connections.</param>
    /// <param name="items">What it is done to.</param>
    /// <param name="where">The core, or the monitor of the chip, that an item is about.</param>
    /// <param name="act">Does it to one item, over the connection of its board. It must end when its token is cancelled.</param>
    /// <param name="done">Told how many items are done, failed ones included.</param>
    /// <param name="cancellationToken">Ends it; what is under way is waited for.</param>
    /// <param name="deadline">When it is cancelled, what is not done yet has failed.</param>
    /// <returns>A result for each item, in their order, and the failures in the same order. A board or core that stopped answering fails its remaining items at once, and a chip that was
    /// silent before is asked for a moment only: see <see cref="SilentParts"/>.</returns>
    public static Task<FanOutResult<TResult>> RunAsync<TItem, TResult>(
        MachineConnections connections,
        IReadOnlyList<TItem> items,
        Func<TItem, CoreLocation> where,
        Func<ScampConnection, TItem, CancellationToken, Task<TResult>> act,
        IProgress<int>? done = null,
        CancellationToken cancellationToken = default,
        CancellationToken deadline = default) =>
        new FanOutRun<TItem, TResult>(connections, items, where, act, done, cancellationToken, deadline).RunAsync();
}
