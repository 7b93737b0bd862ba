using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Control;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Links;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Live;

/// <summary>Everything that belongs to one database: sockets, tags, readers, senders and counts. Its runs follow each other.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private const int TagEventsKept = 256;

    private readonly Lock _gate = new();
    private readonly LiveOptions _options;
    private readonly BoardLinks _links;
    private readonly LabelMeter[] _meters;
    private readonly JitterMeter _jitter;
    private readonly SpikeHub _hub;
    private readonly HashSet<int> _received;
    private readonly Senders _senders;
    private readonly MachineCounting _counting;
    private readonly Queue<TagEvent> _tagEvents = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _leavingTags = new();
    private readonly List<TagSocket> _sockets = [];
    private readonly List<Task> _keeping = [];
    private readonly RunOnce _ending = new();
    private readonly TagBook? _tags;
    private readonly bool _isOnly;
    private volatile bool _isLeft;

    private LiveSession(RunDatabase database, LiveOptions options, TagBook? tags, bool isOnly)
    {
        Database = database;
        _options = options;
        _tags = tags;
        _isOnly = isOnly;
        _links = new BoardLinks(database, options.Connection, options.LocateBoard);
        Cores = new SimulationCores(_links);
        _meters = [.. database.Populations.Select(static population => new LabelMeter(population.Label))];
        _jitter = new JitterMeter(Clock, database.TickLength);
        _hub = new SpikeHub(_meters, options.Reading, IsInline);
        _received = ChooseLabels(database, options);
        _senders = new Senders(database, Cores, options.Sending, _closing.Token);
        _counting = new MachineCounting(Cores, _senders);
    }

    public RunDatabase Database { get; }

    public bool IsInline => !_options.Connection.RunContinuationsAsynchronously;

    public TimeProvider Clock => _options.Connection.TimeProvider;

    public SimulationCores Cores { get; }

    public SimulationControl Control => field ??= new SimulationControl(
        Cores,
        Clock,
        [
            .. Database.Populations.SelectMany(static population => population.Parts).Select(static part => part.Core)
                .Concat(Database.Gatherers.Select(static gatherer => gatherer.Core)).OfType<SpiNNMan.Async.Machines.CoreLocation>().Distinct(),
        ]);

    public bool CountsMachine => _options.ReadsMachineCounts;

    public IReadOnlyList<string> ReceivedLabels => [.. _received.Order().Select(label => Database.Populations[label].Label)];

    public IReadOnlyList<TagEvent> TagEvents
    {
        get
        {
            lock (_gate)
                return [.. _tagEvents];
        }
    }

    public ReceiveCounts Counts
    {
        get
        {
            TagSocket[] sockets;
            lock (_gate)
                sockets = [.. _sockets];

            var counts = new ReceiveCounts { Labels = [.. _meters.Select(static meter => meter.Snapshot())], Jitter = _jitter.Snapshot() };
            return sockets.Aggregate(counts, static (sum, socket) => socket.AddTo(sum));
        }
    }

    /// <summary>The book that gives tags back, if that is wanted.</summary>
    public static TagBook? BookOf(LiveOptions options) => options.GivesTagsBack ? new TagBook(options.Connection, options.TagDeadline) : null;

    /// <summary>Opens the sockets and aims the tags at them.</summary>
    public static Task<LiveSession> OpenAsync(RunDatabase database, LiveOptions options, TagBook? tags, CancellationToken cancellationToken) =>
        OpenAsync(new LiveSession(database, options, tags, isOnly: false), cancellationToken);

    /// <summary>Opens a session that none follows: it gives the tags back itself.</summary>
    public static Task<LiveSession> OpenOnlyAsync(RunDatabase database, LiveOptions options, CancellationToken cancellationToken) =>
        OpenAsync(new LiveSession(database, options, BookOf(options), isOnly: true), cancellationToken);

    public BatchReader SubscribeAsync(int run, IReadOnlyCollection<string>? labels, ReaderOptions? options, CancellationToken cancellationToken)
    {
        // The tool chain has gone on to another database: the run is over, and its user has not disposed of it.
        ObjectDisposedException.ThrowIf(!_isLeft && _ending.HasBegun, typeof(LiveRun));
        int[] wanted = labels is null ? [.. _received] : [.. labels.Select(FindReceived).Distinct()];
        return _hub.SubscribeAsync(run, wanted, options ?? _options.Reading, cancellationToken);
    }

    public SpikeSender SenderOf(string label) => _senders.Find(label);

    /// <summary>A run begins.</summary>
    public void BeginRun() => _jitter.Begin();

    /// <summary>A run is over: takes what is on the way, asks the machine for its counts, and ends the readers.</summary>
    public async Task<RunReport> EndRunAsync(int run, bool drains, bool countsMachine)
    {
        try
        {
            if (drains && _options.DrainTime > TimeSpan.Zero)
                await Pause.ForAsync(_options.DrainTime, Clock, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The session closes: what is there is all there will be.
        }

        RunReport report = await _counting.ReportAsync(Counts, countsMachine, _closing.Token).ConfigureAwait(false);
        _hub.Complete(run);
        return report;
    }

    /// <summary>Another database follows. The tags are not looked after any more: the next session may aim them elsewhere.</summary>
    public void Leave()
    {
        _isLeft = true;
        LeaveTags();
    }

    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        LeaveTags();
        Stop();
        foreach (Task keeping in _keeping)
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        foreach (TagSocket socket in _sockets)
            await socket.DisposeAsync().ConfigureAwait(false);

        _hub.Complete(int.MaxValue);
        await _senders.DisposeAsync().ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
        if (_isOnly && _tags is not null)
            await _tags.GiveBackAsync().ConfigureAwait(false);

        _leavingTags.Dispose();
        _closing.Dispose();
    }

    private static async Task<LiveSession> OpenAsync(LiveSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static HashSet<int> ChooseLabels(RunDatabase database, LiveOptions options) => options.Labels is { } labels
        ? [.. labels.Select(database.IndexOf)]
        : [.. Enumerable.Range(0, database.Populations.Count).Where(label => database.Populations[label].Gatherers.Count > 0)];

    private int FindReceived(string label)
    {
        int index = Database.IndexOf(label);
        if (_received.Contains(index))
            return index;

        string why = Database.Populations[index].Gatherers.Count == 0
            ? "it goes to no gatherer. Ask the tool chain for its live output, as by activate_live_output_for."
            : "LiveOptions.Labels does not name it.";
        throw new LabelNotReceivedException(label, why);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (int label in _received)
        {
            if (Database.Populations[label].Gatherers.Count == 0)
                FindReceivedFails(label);
        }

        List<TagTarget> targets = FindTargets();
        KeyMap keys = KeyMap.Of(Database);
        while (targets.Count > 0)
        {
            // The sender of a datagram tells the board, but not the tag: one socket for one tag of each board. Where no sender is told, one for each tag.
            TagTarget[] some = [.. targets.DistinctBy(static target => target.Board).Take(_options.Connection.Network.TellsSenders ? targets.Count : 1)];
            targets.RemoveAll(some.Contains);
            await OpenSocketAsync(keys, some, cancellationToken).ConfigureAwait(false);
        }

        await _counting.BeginAsync(_sockets, _options.ReadsMachineCounts, cancellationToken).ConfigureAwait(false);
    }

    private void FindReceivedFails(int label) => throw new LabelNotReceivedException(
        Database.Populations[label].Label, "it goes to no gatherer. Ask the tool chain for its live output, as by activate_live_output_for.");

    private List<TagTarget> FindTargets() =>
    [
        .. _received.SelectMany(label => Database.Populations[label].Gatherers).Distinct()
            .GroupBy(static gatherer => (gatherer.Board, gatherer.Tag))
            .OrderBy(static group => group.Key.Tag).ThenBy(static group => group.Key.Board.ToString(), StringComparer.Ordinal)
            .Select(group => new TagTarget(group.Key.Board, Database.EthernetOf(group.Key.Board), group.Key.Tag, [.. Database.Gatherers.Where(gatherer => gatherer.Tag == group.Key.Tag && gatherer.Board.Equals(group.Key.Board)).Union(group)])),
    ];

    private async Task OpenSocketAsync(KeyMap keys, TagTarget[] targets, CancellationToken cancellationToken)
    {
        EieioConnection connection = await EieioConnection.ListenAsync(
            port: 0, _options.Socket with { ReceiveBufferSize = _options.ReceiveBufferSize, MaxDatagramSize = 1500 }, cancellationToken).ConfigureAwait(false);
        var receiver = new EventReceiver(Clock, keys, Database.TickLength, _meters, _jitter, _hub, targets.Select(target => _links.EndPointOf(target.Board).Address));
        connection.DivertTo(receiver);
        TagKeeper[] keepers = [.. targets.Select(target => new TagKeeper(connection, _links, target, _options.TagRefresh, _options.TagDeadline, Say, _tags))];
        lock (_gate)
            _sockets.Add(new TagSocket(connection, receiver, keepers, target => _links.EndPointOf(target.Board).Address));

        foreach (TagKeeper keeper in keepers)
        {
            await keeper.SetAsync(cancellationToken).ConfigureAwait(false);
            _keeping.Add(LongLived.Start((Session: this, Keeper: keeper), static pair => pair.Keeper.KeepAsync(() => pair.Session._hub.IsWaiting, pair.Session._leavingTags.Token)));
        }
    }

    // Not asynchronously: a simulated clock would run on meanwhile.
    private void LeaveTags() => _leavingTags.Cancel();

    private void Stop() => _closing.Cancel();

    private void Say(TagEvent what)
    {
        lock (_gate)
        {
            while (_tagEvents.Count >= TagEventsKept)
                _tagEvents.Dequeue();

            _tagEvents.Enqueue(what);
        }

        if (what.Kind is not (TagEventKind.Set or TagEventKind.GivenBack))
            LiveLog.TagChanged(LiveLog.Of(_options.Connection.LoggerFactory), what.ToString());
    }
}
