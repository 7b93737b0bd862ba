namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The totals of one kind in the ledger of live data.</summary>
/// <param name="Times">How many events, messages or datagrams there were.</param>
/// <param name="Events">How many events these carried together.</param>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public readonly record struct LedgerTotal(long Times, long Events);
