using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tags;

/// <summary>Sets, reads and clears tags of one board or of all.</summary>
internal static class BoardTags
{
    private static readonly string[] s_namesOfThisHost = ["localhost", ".", "0.0.0.0"];

    /// <summary>Does something with the connection to a board, or to each board at once.</summary>
    public static Task<FanOutResult<TResult>> ForEachAsync<TResult>(
        MachineConnections connections, ChipLocation? board, Func<ScampConnection, CancellationToken, Task<TResult>> act, CancellationToken cancellationToken) =>
        FanOut.RunAsync(connections, BoardsOf(connections, board), static one => one.Chip, (_, one, stop) => act(one, stop), cancellationToken: cancellationToken);

    /// <summary>Does something without a result with the connection to a board, or to each board at once.</summary>
    /// <exception cref="MachineOperationException">Some boards could not be reached.</exception>
    public static async Task ForEachAsync(
        MachineConnections connections, ChipLocation? board, string operation, Func<ScampConnection, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        FanOutResult<ScampConnection> done = await ForEachAsync(connections, board, ActAsync, cancellationToken).ConfigureAwait(false);
        done.ThrowIfFailed(operation);

        async Task<ScampConnection> ActAsync(ScampConnection scamp, CancellationToken stop)
        {
            await act(scamp, stop).ConfigureAwait(false);
            return scamp;
        }
    }

    /// <summary>The connection to a board, or those to all boards.</summary>
    /// <exception cref="InvalidParameterException">There is no connection to that board.</exception>
    public static IReadOnlyList<ScampConnection> BoardsOf(MachineConnections connections, ChipLocation? board) => board is { } chip ? [Find(connections, chip)] : connections.All;

    /// <summary>The address that a host's name stands for; <see langword="null"/> for this host, whose address depends on the board.</summary>
    public static async Task<IPAddress?> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (string.IsNullOrWhiteSpace(host))
            throw new InvalidParameterException(nameof(host), host, "name the host, or give its address");

        return s_namesOfThisHost.Contains(host, StringComparer.OrdinalIgnoreCase) ? null : await HostResolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks a port that messages are sent to.</summary>
    public static ushort CheckPort(int port)
    {
        InvalidParameterException.ThrowIfOutside(port, 1, ushort.MaxValue, nameof(port));
        return (ushort)port;
    }

    /// <summary>Checks a port that a board is to listen on: its own are taken.</summary>
    public static ushort CheckReceivePort(int port)
    {
        CheckPort(port);
        if (port is ScpMessage.Port or BootMessage.Port)
            throw new InvalidParameterException(nameof(port), port, "boards use this port for commands or boot messages: choose another");

        return (ushort)port;
    }

    public static byte CheckTag(int tag)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        return (byte)tag;
    }

    /// <summary>Reads all tags that are in use, without the transient ones that carry the replies to this.</summary>
    public static async Task<BoardTag[]> ReadAsync(ScampConnection scamp, CancellationToken cancellationToken)
    {
        var tags = new List<BoardTag>();
        for (int first = 0; first <= IPTagEntry.MaxTag; first += IPTagEntries.MaxCount)
        {
            IPTagEntries entries = await scamp.ExecuteAsync<IPTagGetRange, IPTagEntries>(
                new IPTagGetRange(scamp.Chip, (byte)first, IPTagEntries.MaxCount), cancellationToken).ConfigureAwait(false);
            for (int index = 0; index < entries.Count; index++)
            {
                if (entries[index] is { IsInUse: true, IsTransient: false })
                    tags.Add(new BoardTag(scamp.Chip, scamp.RemoteIPAddress!, (byte)(first + index), entries[index]));
            }
        }

        return [.. tags];
    }

    private static ScampConnection Find(MachineConnections connections, ChipLocation chip)
    {
        ScampConnection found = connections.For(chip);
        ChipLocation board = connections.Machine.TryGetChip(chip, out MachineChip? known) ? known.NearestEthernet : chip;
        return found.Chip == board
            ? found
            : throw new InvalidParameterException("board", chip, $"there is no connection to its board; the boards are at {string.Join("; ", connections.All.Select(static one => one.Chip))}");
    }
}
