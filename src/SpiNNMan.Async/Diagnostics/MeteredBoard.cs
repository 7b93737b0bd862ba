namespace SpiNNMan.Async.Diagnostics;

/// <summary>The connections to one board, as the metrics see them: open ones, and what closed ones have counted.</summary>
/// <param name="place">The far end that they share.</param>
internal sealed class MeteredBoard(MeteredPlace place)
{
    private readonly List<Func<ConnectionStatistics>> _open = new(1);
    private ConnectionStatistics? _closed;

    /// <summary>The attributes of its measurements.</summary>
    public KeyValuePair<string, object?>[] Tags => place.Tags;

    /// <summary>How many connections are open.</summary>
    public int Open => _open.Count;

    /// <summary>Whether requests were ever sent over one of them: other connections have no windows.</summary>
    public bool HasRequests { get; init; }

    public void Add(Func<ConnectionStatistics> connection) => _open.Add(connection);

    public void Remove(Func<ConnectionStatistics> connection)
    {
        if (_open.Remove(connection))
            _closed = (_closed ?? new ConnectionStatistics()).Plus(connection()).WhenClosed();
    }

    /// <summary>The sum over all connections.</summary>
    public ConnectionStatistics Sum()
    {
        ConnectionStatistics sum = _closed ?? new ConnectionStatistics();
        foreach (Func<ConnectionStatistics> connection in _open)
            sum = sum.Plus(connection());

        return sum;
    }
}
