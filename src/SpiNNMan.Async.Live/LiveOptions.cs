using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Live;

/// <summary>How a live connection behaves; read-only from its first use on.</summary>
public sealed record LiveOptions : SpinnakerOptions
{
    /// <summary>The port that tool chains know, 19999.</summary>
    public const int UsualPort = 19999;

    /// <summary>The port that tool chains send their notifications to, 0 to 65535. The default is 19999; 0 is one of the system's choice, found in <see cref="LiveConnection.Port"/>, which the tool chain must be told.</summary>
    public int Port { get; set => field = Writable(OptionChecks.Within(value, IPEndPoint.MinPort, IPEndPoint.MaxPort)); } = UsualPort;

    /// <summary>The labels whose events are received: the tags of their gatherers are aimed here. By default those of all that go to a gatherer.</summary>
    public IReadOnlyList<string>? Labels { get; set => field = Writable(value); }

    /// <summary>How readers queue events unless they say otherwise, and how much is kept of events that nobody has asked for yet.</summary>
    public ReaderOptions Reading { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How events are sent.</summary>
    public SendOptions Sending { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How often the tags are aimed here again, more than zero and up to a day. The default is 10 s: it keeps ways through firewalls and address translation open, and takes back a tag that another host took.</summary>
    public TimeSpan TagRefresh { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(10);

    /// <summary>How long a board has to answer about a tag, more than zero and up to a day. The default is 3 s.</summary>
    public TimeSpan TagDeadline { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(3);

    /// <summary>Whether tags lead at the end where they led before, and those that led nowhere are cleared. A tag that another program has taken meanwhile is left alone. The default is no: tool chains clear their tags themselves.</summary>
    /// <remarks>It is done when the connection, or the run that was opened without one, is disposed of. That waits for each board as long as <see cref="TagDeadline"/> says.</remarks>
    public bool GivesTagsBack { get; set => field = Writable(value); }

    /// <summary>How long events may still be on the way when a run has stopped, 0 to a day. The default is 100 ms.</summary>
    public TimeSpan DrainTime { get; set => field = Writable(OptionChecks.NotNegative(value)); } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the machine's own counts are read when a run stops or pauses, and set against those made here. The default is yes.</summary>
    public bool ReadsMachineCounts { get; set => field = Writable(value); } = true;

    /// <summary>Where a database is here whose path the tool chain has told; for tool chains on other computers. By default where the tool chain says.</summary>
    public Func<string, string>? LocateDatabase { get; set => field = Writable(value); }

    /// <summary>Where a board takes commands, by its address in the database. By default at that address, port 17893.</summary>
    public Func<IPAddress, IPEndPoint> LocateBoard { get; set => field = Writable(OptionChecks.NotNull(value)); } = static address => new IPEndPoint(address, ScpMessage.Port);

    /// <summary>Called with a run that is ready to start, before the tool chain is told so. Here reading begins, and everything is prepared that must be there from the first tick on.</summary>
    public Func<LiveRun, CancellationToken, ValueTask>? Prepare { get; set => field = Writable(value); }

    /// <summary>How much the system is asked to keep of events that have not been read yet, in bytes, 1 to 1 GiB; it may keep less. The default is 4 MiB: one tick of a large machine can bring hundreds of kilobytes.</summary>
    public int ReceiveBufferSize { get; set => field = Writable(OptionChecks.Within(value, 1, 1 << 30)); } = 4 << 20;

    /// <summary>How the connections to boards behave, and what network, clock and log everything here uses. The default is those of the system.</summary>
    public ScampConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>The network of the notifications of tool chains, if it is another than that of <see cref="Connection"/>. The tunnel of an allocation service leads to boards, but not to tool chains. By default it is the same.</summary>
    public IDatagramNetwork? ToolNetwork { get; set => field = Writable(value); }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Reading, Sending, Connection];

    /// <summary>Options of a socket that is no board's.</summary>
    internal ConnectionOptions Socket => new()
    {
        LocalHost = Connection.LocalHost,
        Network = Connection.Network,
        TimeProvider = Connection.TimeProvider,
        RunContinuationsAsynchronously = Connection.RunContinuationsAsynchronously,
        LoggerFactory = Connection.LoggerFactory,
    };
}
