namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>How often something is in the ledger of live data.</summary>
/// <param name="Times">How many events, messages or datagrams it happened to.</param>
/// <param name="Events">How many events these carried together.</param>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public readonly record struct LedgerTotal(long Times, long Events);
