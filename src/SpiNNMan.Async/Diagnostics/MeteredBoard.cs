namespace SpiNNMan.Async.Diagnostics;

/// <summary>The connections to one board, as the metrics see them: open ones, and what closed ones have counted.</summary>
/// <param name="tags">The attributes of its measurements.</param>
internal sealed class MeteredBoard(KeyValuePair<string, object?>[] tags)
{
    private readonly List<Func<ConnectionStatistics>> _open = [];
    private ConnectionStatistics _closed = new();

    /// <summary>The attributes of its measurements.</summary>
    public KeyValuePair<string, object?>[] Tags { get; } = tags;

    /// <summary>How many connections are open.</summary>
    public int Open => _open.Count;

    /// <summary>Whether requests were ever sent over one of them: other connections have no windows.</summary>
    public bool HasRequests { get; init; }

    public void Add(Func<ConnectionStatistics> connection) => _open.Add(connection);

    public void Remove(Func<ConnectionStatistics> connection)
    {
        if (_open.Remove(connection))
            _closed = _closed.Plus(connection()).WhenClosed();
    }

    /// <summary>The sum over all connections.</summary>
    public ConnectionStatistics Sum()
    {
        ConnectionStatistics sum = _closed;
        foreach (Func<ConnectionStatistics> connection in _open)
            sum = sum.Plus(connection());

        return sum;
    }
}
