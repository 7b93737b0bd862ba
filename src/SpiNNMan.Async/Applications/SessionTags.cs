using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Applications;

/// <summary>The tags that were set through a session, or may have been, until they are cleared.</summary>
/// <param name="connections">The connections of the machine.</param>
internal sealed class SessionTags(MachineConnections connections)
{
    private readonly Dictionary<(ChipLocation Board, byte Tag), int> _settings = [];
    private readonly Lock _gate = new();

    /// <summary>Sets a tag of a board or of all boards, and remembers each unless it is certain that it was not set.</summary>
    public async Task SetAsync(int tag, ChipLocation? board, Func<Task> set)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        ChipLocation[] boards = [.. BoardTags.BoardsOf(connections, board).Select(static one => one.Chip).Distinct()];

        // While the request is on its way the tag counts: it may be set when the session ends.
        Add(boards, (byte)tag, 1);
        try
        {
            await set().ConfigureAwait(false);
        }
        catch (MachineOperationException exception)
        {
            Add(exception.Failures.Where(static failure => !MayHaveBeenDone(failure.Error)).Select(static failure => failure.Core.Chip), (byte)tag, -1);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Add(boards, (byte)tag, -1);
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

    private static bool MayHaveBeenDone(Exception exception) => exception is SpinnakerTimeoutException or SpinnakerConnectionException or InvalidPacketException;

    private async Task<MachineFailure?> TryClearAsync(ChipLocation board, byte tag, CancellationToken cancellationToken)
    {
        try
        {
            await connections.For(board).ClearIPTagAsync(tag, cancellationToken).ConfigureAwait(false);
            lock (_gate)
                _settings.Remove((board, tag));

            return null;
        }
        catch (SpinnakerException exception)
        {
            return new MachineFailure(board, exception);
        }
    }

    private void Add(IEnumerable<ChipLocation> boards, byte tag, int settings)
    {
        lock (_gate)
        {
            foreach (ChipLocation board in boards)
            {
                int count = _settings.GetValueOrDefault((board, tag)) + settings;
                if (count > 0)
                    _settings[(board, tag)] = count;
                else
                    _settings.Remove((board, tag));
            }
        }
    }
}
