namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>How far an allocation has come.</summary>
/// <param name="JobId">The number of the job.</param>
/// <param name="Status">How it is.</param>
/// <param name="Elapsed">How long it has taken.</param>
/// <param name="Trouble">The reason why the service cannot be asked now; <see langword="null"/> if it can.</param>
public sealed record AllocationProgress(int JobId, JobStatus Status, TimeSpan Elapsed, string? Trouble = null);
