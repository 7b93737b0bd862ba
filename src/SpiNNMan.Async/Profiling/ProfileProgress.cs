namespace SpiNNMan.Async.Profiling;

/// <summary>How far a profile has come.</summary>
/// <param name="Elapsed">How long it has been going on.</param>
/// <param name="Duration">How long it will go on in all.</param>
/// <param name="Samples">How many samples there are.</param>
public readonly record struct ProfileProgress(TimeSpan Elapsed, TimeSpan Duration, long Samples);
