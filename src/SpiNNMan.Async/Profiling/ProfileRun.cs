namespace SpiNNMan.Async.Profiling;

/// <summary>The time of a profile, and its progress.</summary>
internal sealed class ProfileRun(TimeProvider clock, ProfileOptions options)
{
    private readonly long _start = clock.GetTimestamp();
    private long _samples;

    public TimeProvider Clock => clock;

    public ProfileOptions Options => options;

    /// <summary>Whether the time is up.</summary>
    public bool IsOver => Elapsed >= options.Duration;

    /// <summary>How long it has been going on.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>A core has answered.</summary>
    public void CountSample() => Interlocked.Increment(ref _samples);

    /// <summary>Tells how far it has come.</summary>
    public void Report() => options.Progress?.Report(new ProfileProgress(Elapsed, options.Duration, Interlocked.Read(ref _samples)));
}
