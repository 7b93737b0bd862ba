using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The tags that were set through a session, or may have been, until they are cleared.</summary>
/// <param name="connectionTo">The connection to a board.</param>
internal sealed class SessionTags(Func<ChipLocation, ScampConnection> connectionTo)
{
    private readonly Dictionary<(ChipLocation Board, byte Tag), int> _settings = [];
    private readonly Lock _gate = new();

    /// <summary>Sets a tag, and remembers it unless it is certain that it was not set.</summary>
    public async Task SetAsync(ChipLocation board, byte tag, Func<ScampConnection, ValueTask> set)
    {
        // While it is on its way it counts, since it may have been carried out when somebody ends the session.
        Add(board, tag, 1);
        try
        {
            await set(connectionTo(board)).ConfigureAwait(false);
        }
        catch (Exception exception) when (!MayHaveBeenDone(exception))
        {
            Add(board, tag, -1);
            throw;
        }
    }

    /// <summary>Clears all of them, on all boards at once.</summary>
    /// <exception cref="MachineOperationException">Some were not cleared. They are remembered, all others are free.</exception>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        (ChipLocation Board, byte Tag)[] tags;
        lock (_gate)
            tags = [.. _settings.Keys];

        MachineFailure?[] failures = await Task.WhenAll(tags.Select(tag => TryClearAsync(tag.Board, tag.Tag, cancellationToken))).ConfigureAwait(false);
        if (failures.Any(static failure => failure is not null))
            throw new MachineOperationException("Clearing tags", [.. failures.OfType<MachineFailure>()], tags.Length);
    }

    private static bool MayHaveBeenDone(Exception exception) =>
        exception is OperationCanceledException or SpinnakerTimeoutException or SpinnakerConnectionException or InvalidPacketException;

    private async Task<MachineFailure?> TryClearAsync(ChipLocation board, byte tag, CancellationToken cancellationToken)
    {
        try
        {
            await connectionTo(board).ClearIPTagAsync(tag, cancellationToken).ConfigureAwait(false);
            lock (_gate)
                _settings.Remove((board, tag));

            return null;
        }
        catch (SpinnakerException exception)
        {
            return new MachineFailure(board, exception);
        }
    }

    private void Add(ChipLocation board, byte tag, int settings)
    {
        lock (_gate)
        {
            int count = _settings.GetValueOrDefault((board, tag)) + settings;
            if (count > 0)
                _settings[(board, tag)] = count;
            else
                _settings.Remove((board, tag));
        }
    }
}
