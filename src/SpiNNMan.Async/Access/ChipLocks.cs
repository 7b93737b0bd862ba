using System.Collections.Concurrent;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Lets one at a time do to a chip what two would spoil for each other.</summary>
/// <param name="inline">Whether who waited goes on on the thread of who leaves.</param>
internal sealed class ChipLocks(bool inline)
{
    private readonly ConcurrentDictionary<ChipLocation, AsyncGate> _locks = new();

    /// <summary>Waits for the turn; disposing of what is returned ends it.</summary>
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
