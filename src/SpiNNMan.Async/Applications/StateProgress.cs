namespace SpiNNMan.Async.Applications;

/// <summary>How far a wait for states has come.</summary>
/// <param name="CoresReached">The number of cores that have reached the state.</param>
/// <param name="CoresTotal">The cores there are.</param>
public readonly record struct StateProgress(int CoresReached, int CoresTotal);
