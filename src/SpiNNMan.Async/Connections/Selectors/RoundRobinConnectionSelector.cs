using System.Collections.Immutable;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections.Selectors;

/// <summary>Chooses the connections in turn, for every destination.</summary>
/// <typeparam name="TConnection">The type of the connections.</typeparam>
internal sealed class RoundRobinConnectionSelector<TConnection> : IConnectionSelector<TConnection>
{
    private readonly ImmutableArray<TConnection> _connections;
    private uint _count;

    /// <summary>Makes a selector.</summary>
    /// <param name="connections">The connections, at least one. The first is chosen first.</param>
    /// <exception cref="ArgumentException">There is no connection.</exception>
    public RoundRobinConnectionSelector(IEnumerable<TConnection> connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        _connections = [.. connections];
        if (_connections.IsEmpty)
            throw new ArgumentException("At least one connection is needed.", nameof(connections));
    }

    /// <inheritdoc/>
    public TConnection Select(ChipLocation destination) => _connections[(int)((Interlocked.Increment(ref _count) - 1) % (uint)_connections.Length)];
}
