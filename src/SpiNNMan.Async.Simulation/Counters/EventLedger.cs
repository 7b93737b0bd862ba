using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The ledger of live data of a virtual machine: the outcome and the place of each event, message and datagram. The counts of clients and of the machine can be checked against it.</summary>
/// <remarks>Totals are always kept. At most <see cref="VirtualMachineOptions.LedgerSize"/> single entries are kept. Safe to use from any thread. Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public sealed class EventLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(CoreLocation Core, LedgerKind Kind), LedgerTotal> _totals = [];
    private readonly List<LedgerEntry> _entries = [];
    private readonly int _size;
    private long _missing;

    internal EventLedger(int size) => _size = size;

    /// <summary>The entries that were kept, the oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>How many entries were not kept because there was no room for them.</summary>
    public long Missing
    {
        get
        {
            lock (_gate)
                return _missing;
        }
    }

    /// <summary>How often something happened on all cores together.</summary>
    /// <param name="kind">The kind of event.</param>
    public LedgerTotal Total(LedgerKind kind)
    {
        LedgerTotal sum = default;
        lock (_gate)
        {
            foreach (((CoreLocation _, LedgerKind counted), LedgerTotal total) in _totals)
            {
                if (counted == kind)
                    sum = new LedgerTotal(sum.Times + total.Times, sum.Events + total.Events);
            }
        }

        return sum;
    }

    /// <summary>How often something happened on a core.</summary>
    /// <param name="kind">The kind of event.</param>
    /// <param name="core">The core, as <see cref="LedgerEntry.Core"/> has it.</param>
    public LedgerTotal Total(LedgerKind kind, CoreLocation core)
    {
        lock (_gate)
            return _totals.GetValueOrDefault((core, kind));
    }

    internal void Add(in LedgerEntry entry)
    {
        lock (_gate)
        {
            LedgerTotal total = _totals.GetValueOrDefault((entry.Core, entry.Kind));
            _totals[(entry.Core, entry.Kind)] = new LedgerTotal(total.Times + 1, total.Events + entry.Events);
            if (_entries.Count < _size)
                _entries.Add(entry);
            else
                _missing++;
        }
    }
}
