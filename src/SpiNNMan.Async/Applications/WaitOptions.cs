using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>How cores are waited for; read-only from its first use on.</summary>
public sealed record WaitOptions : SpinnakerOptions
{
    /// <summary>How long to wait in all, up to 45 days; <see langword="null"/>, the default, for ever. With no time at all the cores are looked at once.</summary>
    /// <remarks>It is kept whether chips answer or not: when the time is up, those that have not answered yet are named with the late ones. A last look that begins at the end of
    /// the time takes as long as the chips take to answer, and no more than a second. Finding out more about cores that failed takes as long as their chips take to answer, and a second where one does not.</remarks>
    public TimeSpan? Timeout
    {
        get;
        set => field = Writable<TimeSpan?>(value is { } time ? OptionChecks.Within(time, TimeSpan.Zero, OptionChecks.LongestWait) : null);
    }

    /// <summary>How long to wait between looking, more than 0 and up to a day. The default is 100 ms.</summary>
    public TimeSpan PollInterval
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>The states that end the waiting with an error, unless they are waited for. The default is <see cref="CoreState.RunTimeException"/> and
    /// <see cref="CoreState.Watchdog"/>.</summary>
    public IReadOnlyCollection<CoreState> ErrorStates { get; set => field = Writable(OptionChecks.NotNull(value)); } = [CoreState.RunTimeException, CoreState.Watchdog];

    /// <summary>Of how many failed cores registers and text are read, 0 to 10,000. The default is 16: the others are named only.</summary>
    public int ReportedCores
    {
        get;
        set
        {
            InvalidParameterException.ThrowIfOutside(value, 0, 10_000, nameof(ReportedCores));
            field = Writable(value);
        }
    } = 16;

    /// <summary>Told after each look how many cores have reached the state. The default is no progress.</summary>
    public IProgress<StateProgress>? Progress { get; set => field = Writable(value); }
}
