using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Access;

/// <summary>The parts of a machine that did not answer, for as long as the process lives. Next time they are asked, but not waited for.</summary>
/// <remarks>Each machine has its own, by the address and port it is opened by; a part that answers is forgotten.</remarks>
internal sealed class SilentParts
{
    /// <summary>Machines of different networks are different, even with the same addresses.</summary>
    private static readonly ConditionalWeakTable<IDatagramNetwork, Dictionary<(IPAddress Address, int Port), SilentParts>> s_networks = [];

    private readonly HashSet<ChipLocation> _chips = [];
    private readonly HashSet<IPAddress> _boards = [];
    private int _chipCount;
    private ILogger _logger = NullLogger.Instance;

    /// <summary>The silent parts of the machine behind a connection.</summary>
    public static SilentParts Of(ScampConnection root)
    {
        Dictionary<(IPAddress Address, int Port), SilentParts> machines = s_networks.GetOrCreateValue(root.Settings.Network);
        lock (machines)
        {
            (IPAddress Address, int Port) key = (root.RemoteIPAddress ?? IPAddress.None, root.RemotePort ?? 0);
            if (!machines.TryGetValue(key, out SilentParts? parts))
                machines[key] = parts = new SilentParts();

            parts._logger = new GuardedLogger(root.Settings.LoggerFactory.CreateLogger("SpiNNMan.Async.Transceiver"));
            return parts;
        }
    }

    /// <summary>Whether any chip did not answer.</summary>
    public bool HasChips => Volatile.Read(ref _chipCount) > 0;

    /// <summary>The chips that did not answer, column by column.</summary>
    public IReadOnlyList<ChipLocation> Chips
    {
        get
        {
            lock (_chips)
                return [.. _chips.OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y)];
        }
    }

    /// <summary>Forgets everything. Silent parts are waited for again like all others.</summary>
    public void Clear()
    {
        lock (_chips)
        {
            _chips.Clear();
            _boards.Clear();
            Volatile.Write(ref _chipCount, 0);
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
    public void Note(ChipLocation chip, bool answered)
    {
        if (!TryNote(_chips, chip, answered))
            return;

        if (answered)
            MachineLog.ChipBack(_logger, chip);
        else
            MachineLog.ChipSilent(_logger, chip);
    }

    /// <summary>Something was done to a chip.</summary>
    public void NoteSuccess(ChipLocation chip)
    {
        if (HasChips)
            Note(chip, answered: true);
    }

    /// <summary>Something failed on a chip: it is silent if it did not answer, or if others said that it does not.</summary>
    public void NoteFailure(ChipLocation chip, SpinnakerException error)
    {
        if (error is SpinnakerTimeoutException or ScpResultException { IsTransient: true })
            Note(chip, answered: false);
    }

    /// <summary>Notes whether a board answered at its own address.</summary>
    public void Note(IPAddress board, bool answered)
    {
        if (!TryNote(_boards, board, answered))
            return;

        if (answered)
            MachineLog.BoardBack(_logger, board);
        else
            MachineLog.BoardSilent(_logger, board);
    }

    /// <summary>Notes whether a part answered.</summary>
    /// <returns>Whether that is news.</returns>
    private bool TryNote<T>(HashSet<T> silent, T part, bool answered)
    {
        lock (_chips)
        {
            bool isNew = answered ? silent.Remove(part) : silent.Add(part);
            Volatile.Write(ref _chipCount, _chips.Count);
            return isNew;
        }
    }
}
