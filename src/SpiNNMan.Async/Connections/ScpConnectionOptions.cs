using Microsoft.Extensions.Logging;
using Polly;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing;
using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection that sends commands behaves; read-only from its first use on.</summary>
public record ScpConnectionOptions : ConnectionOptions
{
    /// <summary>The most that <see cref="MaxWindow"/> may be.</summary>
    public const int LargestWindow = 1024;

    /// <summary>The defaults, which are right for a real board.</summary>
    public ScpConnectionOptions() => MaxDatagramSize = 320;

    /// <summary>The most requests that may be in flight at once, 1 to 1024. The default is 8: a board loses the ninth.</summary>
    /// <remarks>
    /// The window begins with 8, or with this if it is less. It becomes smaller when much is lost and a smaller one loses less, for example when other
    /// clients use the same board. It becomes larger as long as no more requests are lost. <see cref="Diagnostics.ConnectionStatistics.Window"/> is its current size.
    /// </remarks>
    public int MaxWindow
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, LargestWindow));
    } = 8;

    /// <summary>The most requests that may be in flight to one chip other than the Ethernet chip of the board, 1 to 1024. The default,
    /// <see langword="null"/>, is the size of the window.</summary>
    /// <remarks>When one chip has its greatest number, requests to other chips continue. 4 is known to be good where remote chips lose requests.</remarks>
    public int? RemoteChipWindow
    {
        get;
        set => field = Writable<int?>(value is { } window ? OptionChecks.Within(window, 1, LargestWindow) : null);
    }

    /// <summary>How long to wait for the first reply of a chip before sending again. The default is 250 ms.</summary>
    /// <remarks>From then on the timeout follows the round trips measured, between <see cref="MinTimeout"/> and <see cref="MaxTimeout"/>.</remarks>
    public TimeSpan InitialTimeout { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMilliseconds(250);

    /// <summary>The shortest time a reply is waited for. The default is 10 ms.</summary>
    /// <remarks>Until a chip has answered 16 times, <see cref="InitialTimeout"/> holds. A spurious retransmit, for example after a pause of this computer, doubles all timeouts of the
    /// chip for the next 8192 replies. Further ones make them up to 8 times as long.</remarks>
    public TimeSpan MinTimeout { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest time a reply is waited for before sending again; it doubles with each resend up to this. The default is 1 s.</summary>
    public TimeSpan MaxTimeout { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request is tried in all, from the call on, its wait for a place in the window included: more than 0, at most a day. The default is 5 s.</summary>
    /// <remarks>
    /// Commands that take long have more time, as long as they may take. While the board answers other requests, the time of a request that waits for its turn does not run. No request is given up
    /// before three attempts had no reply, of this request or of others before it, which together fit into the time. An attempt that ends while this computer is paused or too busy to listen does not count.
    /// When a request was given up and the board has answered nothing since its call, all requests that wait for the same board fail with it. From then on, until the board answers, one request at a time
    /// finds out whether it is back, and the requests behind it have an eighth of this time. If only one chip was asked, the chip of the board is first asked for its version. If that chip answers, only the requests that wait for
    /// the silent chip fail.
    /// </remarks>
    public TimeSpan GiveUpAfter { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(5);

    /// <summary>How many replies to later requests to the same chip show that a request is lost, so that it is sent again at once; 0 means that
    /// only time does. The default is 4.</summary>
    /// <remarks>A chip answers in order. If replies overtake each other, the number grows, and it falls to this value again when they no longer
    /// do. Requests that must not be repeated are never sent again by a fast retransmit.</remarks>
    public int ResendWhenOvertakenBy
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 0, ReorderingTolerance.Most));
    } = 4;

    /// <summary>Adds strategies of your own, such as a circuit breaker or a telemetry listener, around the resends of each request. The default adds none.</summary>
    /// <remarks>
    /// Called once for each connection. Its strategies run around all resends of one request: from its first retransmission timeout or fast retransmit until the request
    /// is answered or given up. They do not run for a request that is answered in time. The builder's clock is the connection's, and its telemetry
    /// listener hears of the connection's own retries and timeouts too. A strategy that throws makes the request fail with a
    /// <see cref="Errors.SpinnakerConnectionException"/>; one that times out, with a <see cref="Errors.SpinnakerTimeoutException"/>. To wrap a whole operation, however many
    /// requests it takes, execute the call in a pipeline of your own.
    /// </remarks>
    public Action<ResiliencePipelineBuilder>? ConfigureResending { get; set => field = Writable(value); }

    /// <summary>Whether each request has an activity of its own, for programs that listen to those of <see cref="SpinnakerTelemetry"/>. The default is <see langword="false"/>: only what
    /// a program does with a machine has one.</summary>
    /// <remarks>The pieces of transfers have none. An activity for each request costs more than the request, so this is for finding out why something takes long.</remarks>
    public bool TraceRequests { get; set => field = Writable(value); }

    /// <summary>The meaning of a result that says that there is no route to the destination.</summary>
    private protected virtual string Absence => "there is no such chip, or the machine is still finding its chips.";

    internal MultiplexerSettings ToSettings(string peer) => new()
    {
        MaxWindow = MaxWindow,
        InitialTimeout = InitialTimeout < MaxTimeout ? InitialTimeout : MaxTimeout,
        MinTimeout = MinTimeout < MaxTimeout ? MinTimeout : MaxTimeout,
        MaxTimeout = MaxTimeout,
        GiveUpAfter = GiveUpAfter,
        ResendWhenOvertakenBy = ResendWhenOvertakenBy,
        RemoteChipWindow = RemoteChipWindow ?? int.MaxValue,
        ConfigureResending = ConfigureResending,
        RunContinuationsAsynchronously = RunContinuationsAsynchronously,
        Logger = new GuardedLogger(LoggerFactory.CreateLogger<RequestMultiplexer>()),
        TimeProvider = TimeProvider,
        Peer = peer,
        Absence = Absence,
    };
}
