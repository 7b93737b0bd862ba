using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Health;

/// <summary>How a machine is watched; read-only from its first use on.</summary>
public sealed record WatchOptions : SpinnakerOptions
{
    /// <summary>How often the machine is looked at, 10 ms to a day. The default is a second.</summary>
    /// <remarks>A board whose looks would cost more than <see cref="MaxShare"/> is looked at less often: <see cref="BoardHealth.Interval"/> says how often.</remarks>
    public TimeSpan Interval
    {
        get;
        set => field = Writable(OptionChecks.Within(value, TimeSpan.FromMilliseconds(10), OptionChecks.LongestTime));
    } = TimeSpan.FromSeconds(1);

    /// <summary>The part of the time of each board that watching may take, more than 0 and up to 1. The default is 0.02.</summary>
    public double MaxShare
    {
        get;
        set
        {
            if (OptionChecks.Share(value) == 0)
                throw new InvalidParameterException(nameof(MaxShare), value, "it must be more than 0 and up to 1");

            field = Writable(value);
        }
    } = 0.02;

    /// <summary>How many problems are told of at a time, 1 to 1,000,000. The default is 1000; of more, only the number is told.</summary>
    public int MaxProblems
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, 1_000_000));
    } = 1000;

    /// <summary>Whether the counters of routers are read, for traffic and drops. The default is <see langword="true"/>.</summary>
    public bool ReadsCounters { get; set => field = Writable(value); } = true;

    /// <summary>Whether the applications of cores are read. The default is <see langword="true"/>.</summary>
    public bool ReadsApplications { get; set => field = Writable(value); } = true;

    /// <summary>Whether BMPs are asked for temperatures and warnings, if the machine was opened with BMPs. The default is <see langword="true"/>.</summary>
    public bool ReadsBoards { get; set => field = Writable(value); } = true;
}
