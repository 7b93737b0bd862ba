namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>How far an allocation has come.</summary>
/// <param name="JobId">The number of the job.</param>
/// <param name="Status">How it is.</param>
/// <param name="Elapsed">How long it has taken.</param>
/// <param name="Trouble">What keeps the service from being asked just now; <see langword="null"/> if nothing does.</param>
public sealed record AllocationProgress(int JobId, JobStatus Status, TimeSpan Elapsed, string? Trouble = null);
