using SpiNNMan.Async.Multiplexing;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection that sends commands behaves; immutable, change it with <c>with</c>.</summary>
public record ScpConnectionOptions : ConnectionOptions
{
    /// <summary>The most that <see cref="MaxWindow"/> may be.</summary>
    public const int LargestWindow = 1024;

    /// <summary>The defaults, which are right for a real board.</summary>
    public ScpConnectionOptions() => MaxDatagramSize = 1500;

    /// <summary>How many requests may be in flight at once, 1 to 1024. The default is 8: a board loses the ninth.</summary>
    public int MaxWindow
    {
        get;
        init => field = value is > 0 and <= LargestWindow ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A window is 1 to 1024.");
    } = 8;

    /// <summary>How long to wait for the first reply of a chip before sending again. The default is 250 ms.</summary>
    /// <remarks>From then on the timeout follows the round trips measured, between <see cref="MinTimeout"/> and <see cref="MaxTimeout"/>.</remarks>
    public TimeSpan InitialTimeout { get; init => field = Positive(value); } = TimeSpan.FromMilliseconds(250);

    /// <summary>The shortest time a reply is waited for. The default is 10 ms.</summary>
    public TimeSpan MinTimeout { get; init => field = Positive(value); } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest time a reply is waited for before sending again; it doubles with each resend up to this. The default is 1 s.</summary>
    public TimeSpan MaxTimeout { get; init => field = Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request is tried in all, from when it was first sent. The default is 5 s.</summary>
    public TimeSpan GiveUpAfter { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How many replies to later requests to the same chip show that a request is lost, so that it is sent again at once; 0 means that
    /// only time does. The default is 4.</summary>
    /// <remarks>A chip answers in order. Where the network reorders datagrams much, a higher number saves needless resends.</remarks>
    public int ResendWhenOvertakenBy
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be 0 or more.");
    } = 4;

    internal MultiplexerSettings ToSettings(string peer) => new()
    {
        MaxWindow = MaxWindow,
        InitialTimeout = InitialTimeout < MaxTimeout ? InitialTimeout : MaxTimeout,
        MinTimeout = MinTimeout < MaxTimeout ? MinTimeout : MaxTimeout,
        MaxTimeout = MaxTimeout,
        GiveUpAfter = GiveUpAfter,
        ResendWhenOvertakenBy = ResendWhenOvertakenBy,
        RunContinuationsAsynchronously = RunContinuationsAsynchronously,
        TimeProvider = TimeProvider,
        Peer = peer,
    };

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be more than 0.");
}
