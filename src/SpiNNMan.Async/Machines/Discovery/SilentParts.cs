using System.Net;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>What did not answer when a machine was discovered, for as long as the process lives: next time it is asked, but not waited for.</summary>
/// <remarks>Each machine has its own, by the address and port it is opened by; a part that answers is forgotten.</remarks>
internal sealed class SilentParts
{
    /// <summary>Machines of another network are others, whatever their addresses.</summary>
    private static readonly ConditionalWeakTable<IDatagramNetwork, Dictionary<(IPAddress Address, int Port), SilentParts>> s_networks = [];

    private readonly HashSet<ChipLocation> _chips = [];
    private readonly HashSet<IPAddress> _boards = [];

    /// <summary>What is known of the machine behind a connection.</summary>
    public static SilentParts Of(ScampConnection root)
    {
        Dictionary<(IPAddress Address, int Port), SilentParts> machines = s_networks.GetOrCreateValue(root.Settings.Network);
        lock (machines)
        {
            (IPAddress Address, int Port) key = (root.RemoteIPAddress ?? IPAddress.None, root.RemotePort ?? 0);
            if (!machines.TryGetValue(key, out SilentParts? parts))
                machines[key] = parts = new SilentParts();

            return parts;
        }
    }

    /// <summary>Whether a chip did not answer.</summary>
    public bool Contains(ChipLocation chip)
    {
        lock (_chips)
            return _chips.Contains(chip);
    }

    /// <summary>Whether a board did not answer at its own address.</summary>
    public bool Contains(IPAddress board)
    {
        lock (_chips)
            return _boards.Contains(board);
    }

    /// <summary>Notes whether a chip answered.</summary>
    public void Note(ChipLocation chip, bool answered) => Note(_chips, chip, answered);

    /// <summary>Notes whether a board answered at its own address.</summary>
    public void Note(IPAddress board, bool answered) => Note(_boards, board, answered);

    private void Note<T>(HashSet<T> silent, T part, bool answered)
    {
        lock (_chips)
        {
            if (answered)
                silent.Remove(part);
            else
                silent.Add(part);
        }
    }
}
