using System.Collections.Frozen;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections.Selectors;

/// <summary>Chooses the connection to the destination itself, else to its board, else the lead.</summary>
/// <typeparam name="TConnection">The type of the connections.</typeparam>
/// <remarks>The lead is the connection to chip (0, 0), or if there is none the first. Of several connections to one chip the last is used.
/// Where the connections lead to is asked once, when the selector is made.</remarks>
internal sealed class MostDirectConnectionSelector<TConnection> : IConnectionSelector<TConnection>
    where TConnection : IHasChipLocation
{
    private readonly FrozenDictionary<ChipLocation, TConnection> _byChip;
    private readonly TConnection _lead;
    private readonly MachineGeometry? _machine;

    /// <summary>Makes a selector.</summary>
    /// <param name="connections">The connections, at least one.</param>
    /// <param name="machine">The machine, if it is known. Without it, all boards are treated alike.</param>
    /// <exception cref="ArgumentException">There is no connection.</exception>
    public MostDirectConnectionSelector(IEnumerable<TConnection> connections, MachineGeometry? machine = null)
    {
        ArgumentNullException.ThrowIfNull(connections);
        TConnection[] all = [.. connections];
        if (all.Length == 0)
            throw new ArgumentException("At least one connection is needed.", nameof(connections));

        var byChip = new Dictionary<ChipLocation, TConnection>();
        foreach (TConnection connection in all)
            byChip[connection.Chip] = connection;

        _byChip = byChip.ToFrozenDictionary();
        _lead = byChip.GetValueOrDefault(default, all[0]);
        _machine = machine;
    }

    /// <inheritdoc/>
    public TConnection Select(ChipLocation destination)
    {
        if (_byChip.TryGetValue(destination, out TConnection? direct))
            return direct;

        return _machine is not null && _byChip.TryGetValue(_machine.GetNearestEthernet(destination), out TConnection? board) ? board : _lead;
    }
}
