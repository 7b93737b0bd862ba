namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A job could not be kept alive for half of its interval: it may be lost soon.</summary>
/// <param name="JobId">The number of the job.</param>
/// <param name="Silence">How long it is since the service last heard of this program.</param>
/// <param name="Interval">After how long it destroys the job.</param>
/// <param name="Trouble">Why it could not be told.</param>
public sealed record KeepAliveWarning(int JobId, TimeSpan Silence, TimeSpan Interval, string Trouble);
