using System.Diagnostics.Metrics;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The connections of this program, for the instruments that read their counters on demand.</summary>
/// <remarks>A counter of a board must not fall when a connection to it closes. So the counts of closed connections are kept, for the last 4096 boards that have no open one.</remarks>
internal static class MeteredConnections
{
    private const int MostClosed = 4096;

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<MeteredPlace, MeteredBoard> s_boards = [];
    private static readonly LinkedList<MeteredPlace> s_closed = [];

    /// <summary>Adds a connection that was opened.</summary>
    /// <returns>The action for the time when it has closed.</returns>
    public static Action Add(MeteredPlace place, Func<ConnectionStatistics> statistics)
    {
        ConnectionInstruments.Publish();
        lock (s_gate)
        {
            if (!s_boards.TryGetValue(place, out MeteredBoard? board))
                s_boards[place] = board = new MeteredBoard(place) { HasRequests = statistics().MaxWindow > 0 };
            else if (board.Open == 0)
                s_closed.Remove(place);

            board.Add(statistics);
            return () => Remove(place, board, statistics);
        }
    }

    /// <summary>One measurement of each board.</summary>
    /// <typeparam name="T">The type of the instrument.</typeparam>
    /// <param name="select">Takes the value from the counters of the board. <see langword="null"/> measures nothing.</param>
    /// <param name="tag">An attribute in addition to those of the board.</param>
    /// <param name="requestsOnly">Whether only connections with requests have it.</param>
    public static List<Measurement<T>> Measure<T>(Func<MeteredBoard, ConnectionStatistics, T?> select, KeyValuePair<string, object?>? tag, bool requestsOnly)
        where T : struct
    {
        MeteredBoard[] boards;
        var measurements = new List<Measurement<T>>();
        lock (s_gate)
        {
            boards = [.. s_boards.Values];
            foreach (MeteredBoard board in boards)
            {
                if ((board.HasRequests || !requestsOnly) && select(board, board.Sum()) is { } value)
                    measurements.Add(new Measurement<T>(value, tag is { } more ? [.. board.Tags, more] : board.Tags));
            }
        }

        return measurements;
    }

    private static void Remove(MeteredPlace place, MeteredBoard board, Func<ConnectionStatistics> statistics)
    {
        lock (s_gate)
        {
            board.Remove(statistics);
            if (board.Open > 0)
                return;

            if (!ConnectionInstruments.AreWatched)
            {
                s_boards.Remove(place);
                return;
            }

            s_closed.AddLast(place);
            if (s_closed.Count > MostClosed)
            {
                s_boards.Remove(s_closed.First!.Value);
                s_closed.RemoveFirst();
            }
        }
    }
}
