using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tags;

/// <summary>Clears tags that hosts set.</summary>
internal static class TagCleaner
{
    /// <summary>Clears all tags from 0 to 7 that are in use, on all boards at once.</summary>
    /// <exception cref="MachineOperationException">Some boards did not do it.</exception>
    public static async Task ClearAllAsync(MachineConnections connections, CancellationToken cancellationToken)
    {
        FanOutResult<bool> result = await FanOut.RunAsync(
            connections,
            [.. connections.All.Select(static connection => connection.Chip)],
            static chip => chip,
            static (connection, _, token) => ClearBoardAsync(connection, token),
            cancellationToken: cancellationToken).ConfigureAwait(false);
        result.ThrowIfFailed("Clearing tags");
    }

    private static async Task<bool> ClearBoardAsync(ScampConnection connection, CancellationToken cancellationToken)
    {
        for (byte tag = 0; tag <= IPTagEntry.MaxFixedTag; tag++)
        {
            IPTagEntry entry = await connection.GetIPTagAsync(tag, cancellationToken).ConfigureAwait(false);
            if (entry.IsInUse)
                await connection.ClearIPTagAsync(tag, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
