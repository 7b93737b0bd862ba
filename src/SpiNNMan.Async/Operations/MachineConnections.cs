using System.Collections.Frozen;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>The connections to the boards of a machine, and which of them is nearest to a chip.</summary>
internal sealed class MachineConnections
{
    private readonly FrozenDictionary<ChipLocation, ScampConnection> _byChip;

    /// <summary>Makes it of at least one connection.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="root">The connection to the board the machine was booted through.</param>
    /// <param name="others">Those to other boards; each knows its chip.</param>
    public MachineConnections(Machine machine, ScampConnection root, IEnumerable<ScampConnection> others)
    {
        Machine = machine;
        Root = root;
        All = [root, .. others];
        _byChip = All.ToFrozenDictionary(static connection => connection.Chip);
    }

    public Machine Machine { get; }

    public ScampConnection Root { get; }

    /// <summary>What only one operation at a time may use.</summary>
    public SystemBuffers SystemBuffers { get; } = new();

    public IReadOnlyList<ScampConnection> All { get; }

    /// <summary>The connection to the chip's own board, or if there is none that of the root.</summary>
    public ScampConnection For(ChipLocation chip)
    {
        ChipLocation board = Machine.TryGetChip(chip, out MachineChip? found) ? found.NearestEthernet : Machine.Geometry.GetNearestEthernet(chip);
        return _byChip.GetValueOrDefault(board, Root);
    }
}
