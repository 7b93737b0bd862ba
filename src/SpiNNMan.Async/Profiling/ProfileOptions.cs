using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Profiling;

/// <summary>How long and how often cores are sampled; read-only from its first use on.</summary>
public sealed record ProfileOptions : SpinnakerOptions
{
    /// <summary>For how long samples are taken, more than 0 and up to a day. The default is 10 seconds.</summary>
    public TimeSpan Duration
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromSeconds(10);

    /// <summary>The time between two samples of the same core, more than 0 and up to a day. The default is 10 ms; it is longer if the machine takes longer.</summary>
    public TimeSpan Interval
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a core may take to answer, more than 0 and up to a day. The default is 10 ms. A core that has interrupts off for longer gives no sample.</summary>
    public TimeSpan Patience
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromMilliseconds(10);

    /// <summary>Told after each round how many samples of how many rounds there are. The default is no progress.</summary>
    public IProgress<ProfileProgress>? Progress { get; set => field = Writable(value); }
}
