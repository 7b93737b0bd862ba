using System.Collections.Concurrent;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Lets one operation at a time change a chip, where two at once would damage its data.</summary>
/// <param name="inline">Whether a caller that waited continues on the thread of the caller that leaves.</param>
internal sealed class ChipLocks(bool inline)
{
    private readonly ConcurrentDictionary<ChipLocation, AsyncGate> _locks = new();

    /// <summary>Waits for the turn. Disposing of the result ends the turn.</summary>
    public async ValueTask<IDisposable> EnterAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        AsyncGate turn = _locks.GetOrAdd(chip, static (_, inline) => new AsyncGate(inline), inline);
        await turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(turn);
    }

    private sealed class Turn(AsyncGate turn) : IDisposable
    {
        public void Dispose() => turn.Leave();
    }
}
