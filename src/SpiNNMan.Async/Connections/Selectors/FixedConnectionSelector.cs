using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections.Selectors;

/// <summary>Always chooses the same connection.</summary>
/// <typeparam name="TConnection">The type of the connection.</typeparam>
/// <param name="connection">The connection.</param>
internal sealed class FixedConnectionSelector<TConnection>(TConnection connection) : IConnectionSelector<TConnection>
{
    /// <inheritdoc/>
    public TConnection Select(ChipLocation destination) => connection;
}
