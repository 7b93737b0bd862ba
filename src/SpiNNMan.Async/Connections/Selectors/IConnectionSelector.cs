using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections.Selectors;

/// <summary>Chooses by which of several connections a message travels.</summary>
/// <typeparam name="TConnection">The type of the connections.</typeparam>
/// <remarks>Selectors may be used by several threads at once.</remarks>
internal interface IConnectionSelector<out TConnection>
{
    /// <summary>The connection for the next message to <paramref name="destination"/>.</summary>
    TConnection Select(ChipLocation destination);
}
