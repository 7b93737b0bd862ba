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
    private readonly Dictionary<(ChipLocation Board, byte Tag), Setting> _settings = [];
    private readonly Lock _gate = new();

    /// <summary>Sets a tag of a board or of all boards, and remembers each unless it is certain that it was not set.</summary>
    public async Task SetAsync(int tag, ChipLocation? board, Func<Task> set)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        ChipLocation[] boards = [.. BoardTags.BoardsOf(connections, board).Select(static one => one.Chip).Distinct()];

        // While the request is on its way the tag counts: it may be set when the session ends.
        Change(boards, (byte)tag, 1, 1);
        try
        {
            await set().ConfigureAwait(false);
        }
        catch (MachineOperationException exception)
        {
            Change(exception.Failures.Where(static failure => !MayHaveBeenDone(failure.Error)).Select(static failure => failure.Core.Chip), (byte)tag, -1, 0);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !MayHaveBeenDone(exception))
        {
            Change(boards, (byte)tag, -1, 0);
            throw;
        }
        finally
        {
            Change(boards, (byte)tag, 0, -1);
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
            Setting before;
            lock (_gate)
                before = _settings.GetValueOrDefault((board, tag));

            await connections.For(board).ClearIPTagAsync(tag, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                // A request to set it may have come after this one.
                if (before.Running == 0 && _settings.GetValueOrDefault((board, tag)) == before)
                    _settings.Remove((board, tag));
            }

            return null;
        }
        catch (SpinnakerException exception)
        {
            return new MachineFailure(board, exception);
        }
    }

    private void Change(IEnumerable<ChipLocation> boards, byte tag, int count, int running)
    {
        lock (_gate)
        {
            foreach (ChipLocation board in boards)
            {
                Setting setting = _settings.GetValueOrDefault((board, tag));
                setting = new Setting(setting.Count + count, setting.Running + running);
                if (setting.Count > 0 || setting.Running > 0)
                    _settings[(board, tag)] = setting;
                else
                    _settings.Remove((board, tag));
            }
        }
    }

    /// <summary>A tag of a board.</summary>
    /// <param name="Count">How often it was set, or may have been.</param>
    /// <param name="Running">How many requests to set it are on their way.</param>
    private readonly record struct Setting(int Count, int Running);
}
