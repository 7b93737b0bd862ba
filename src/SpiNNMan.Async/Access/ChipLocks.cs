using System.Collections.Concurrent;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Lets one at a time do to a chip what two would spoil for each other.</summary>
internal sealed class ChipLocks
{
    private readonly ConcurrentDictionary<ChipLocation, SemaphoreSlim> _locks = new();

    /// <summary>Waits for the turn; disposing of what is returned ends it.</summary>
    public async ValueTask<IDisposable> EnterAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = _locks.GetOrAdd(chip, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
