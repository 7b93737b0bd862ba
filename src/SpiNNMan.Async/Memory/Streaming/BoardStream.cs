using System.Net;
using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The way to and from one board: a socket, the tag that leads to it, and the gatherer. One transfer at a time uses it.</summary>
internal sealed class BoardStream : IAsyncDisposable
{
    /// <summary>A datagram that has not arrived by then is lost.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(25);

    /// <summary>Half a second of a stream.</summary>
    private const int ReceiveBufferSize = 4 << 20;

    private static readonly TimeSpan s_firstGuess = TimeSpan.FromMilliseconds(1);

    private readonly EieioConnection _socket;
    private long _quietFrom;
    private bool _wasTagFree;

    private BoardStream(ScampConnection scamp, CoreLocation gatherer, int tag, EieioConnection socket)
    {
        _socket = socket;
        Scamp = scamp;
        Gatherer = gatherer;
        Tag = tag;
        Clock = scamp.Settings.TimeProvider;
        bool inline = !scamp.Settings.RunContinuationsAsynchronously;
        Inbox = new StreamInbox(Clock, inline);
        Gate = new AsyncGate(inline);
        Pace = new SendPace(Clock);
        socket.DivertTo(Inbox);
    }

    public CoreLocation Gatherer { get; }

    public int Tag { get; }

    public TimeProvider Clock { get; }

    public StreamInbox Inbox { get; }

    /// <summary>Lets one transfer in at a time.</summary>
    public AsyncGate Gate { get; }

    public SendPace Pace { get; }

    /// <summary>How long a request and its reply take.</summary>
    public TimeSpan RoundTrip { get; private set; } = s_firstGuess;

    /// <summary>Why nothing is streamed from or to this board any more; <see langword="null"/> if all is well.</summary>
    public string? Failure { get; set; }

    /// <summary>The connection to the monitor of the board.</summary>
    public ScampConnection Scamp { get; }

    /// <summary>Opens a socket to the board of a gatherer, and points its tag at it.</summary>
    public static async Task<BoardStream> OpenAsync(ScampConnection scamp, CoreLocation gatherer, int tag, CancellationToken cancellationToken)
    {
        EieioConnection socket = await EieioConnection.ConnectAsync(EndPointOf(scamp), OptionsOf(scamp.Settings), cancellationToken).ConfigureAwait(false);
        var board = new BoardStream(scamp, gatherer, tag, socket);
        try
        {
            board._wasTagFree = !(await scamp.GetIPTagAsync(tag, cancellationToken).ConfigureAwait(false)).IsInUse;
            await board.AimAsync(cancellationToken).ConfigureAwait(false);
            return board;
        }
        catch
        {
            await board.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Points the tag at this socket. Another host may have taken it, or a router have forgotten the way back.</summary>
    public Task AimAsync(CancellationToken cancellationToken) => _socket.SetIPTagAsync(Tag, EndPointOf(Scamp), Gatherer.Chip, strip: true, cancellationToken).AsTask();

    /// <summary>Frees the tag if it was free before. The tag of a gatherer that others have loaded stays.</summary>
    public async Task ReleaseTagAsync(CancellationToken cancellationToken)
    {
        if (_wasTagFree)
            await Scamp.ClearIPTagAsync(Tag, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => _socket.SendAsync(datagram, cancellationToken);

    /// <summary>Reads the number of the last transaction of a core.</summary>
    public async Task<uint> ReadTransactionAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        long start = Clock.GetTimestamp();
        uint number = await Scamp.ReadWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, 1), cancellationToken).ConfigureAwait(false);

        // A request that was repeated tells of no round trip.
        TimeSpan taken = Clock.GetElapsedTime(start);
        RoundTrip = (RoundTrip * 3 / 4) + ((taken < 4 * RoundTrip ? taken : 4 * RoundTrip) / 4);
        return number;
    }

    /// <summary>A list was repeated: the first one may still be served, when it arrives late.</summary>
    public void NoteRepeatedList() => _quietFrom = Clock.GetTimestamp() + (long)(LongestDelay.TotalSeconds * Clock.TimestampFrequency);

    /// <summary>Waits until no list can be served any more: words of two chips at once would be mixed in the gatherer.</summary>
    public Task WaitForQuietAsync(CancellationToken cancellationToken)
    {
        long now = Clock.GetTimestamp();
        return _quietFrom > now ? Pause.ForAsync(Clock.GetElapsedTime(now, _quietFrom), Clock, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Throws if a program has stopped, with the text that it printed last.</summary>
    /// <exception cref="StreamFailure">It has.</exception>
    public async Task CheckIsAliveAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        byte[] block = await Scamp.ReadMemoryAsync(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size, cancellationToken).ConfigureAwait(false);
        if (CoreInfo.TryParse(core, block, out CoreInfo info, out _) && info.State is CoreState.Running)
            return;

        string text = Encoding.ASCII.GetString(await IobufReader.ReadCoreAsync(Scamp, core, cancellationToken).ConfigureAwait(false));
        string last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        string printed = last.Length > 0 ? $"; it printed: {PrintableText.OfLine(last)}" : "";
        throw new StreamFailure($"the program on {core} has stopped in state {info.State}{printed}", isOfBoard: core == Gatherer);
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private static IPEndPoint EndPointOf(ScampConnection scamp) => new(scamp.RemoteIPAddress!, scamp.RemotePort!.Value);

    private static ConnectionOptions OptionsOf(ScampConnectionOptions options) => new()
    {
        LocalHost = options.LocalHost,
        Network = options.Network,
        TimeProvider = options.TimeProvider,
        RunContinuationsAsynchronously = options.RunContinuationsAsynchronously,
        LoggerFactory = options.LoggerFactory,
        MaxDatagramSize = options.MaxDatagramSize,
        ReceiveBufferSize = Math.Max(options.ReceiveBufferSize, ReceiveBufferSize),
    };
}
