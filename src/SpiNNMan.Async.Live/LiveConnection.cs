using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live;

/// <summary>Goes with the runs of a tool chain: hears where the database of a run is, makes everything ready, says so, and gives each run as it starts.</summary>
/// <example><code>
/// await using LiveConnection live = await LiveConnection.ListenAsync();
/// await foreach (LiveRun run in live.RunsAsync())
/// {
///     await run.SendAsync("input", [1, 2, 3]);
///     await foreach (Spike spike in run.SpikesAsync("output"))
///         Console.WriteLine($"{spike.Tick}: atom {spike.Atom}");
/// }
/// </code></example>
/// <remarks>
/// Any number of them may be in one program, each with a port of its own. Members may be called from any thread. Protocol: live.md, "Notifications".
/// </remarks>
public sealed class LiveConnection : IAsyncDisposable
{
    private const int MessagesKept = 64;

    private readonly Lock _gate = new();
    private readonly EieioConnection _socket;
    private readonly LiveOptions _options;
    private readonly ListenerMachine _machine = new();
    private readonly Channel<(LiveRun? Run, Exception? Error)> _runs;
    private readonly CancellationTokenSource _closing = new();
    private readonly Queue<ToolMessage> _messages = new();
    private readonly List<Task> _leaving = [];
    private readonly RunOnce _ending = new();
    private readonly TagBook? _tags;
    private readonly PacketCapture? _capture = PacketCapture.Attached;
    private Task _listening = Task.CompletedTask;
    private LiveSession? _session;
    private LiveRun? _run;
    private bool _hasStarted;
    private int _number;

    private LiveConnection(EieioConnection socket, LiveOptions options)
    {
        _socket = socket;
        _options = options;
        _tags = LiveSession.BookOf(options);
        _runs = Channel.CreateUnbounded<(LiveRun?, Exception?)>(new UnboundedChannelOptions { AllowSynchronousContinuations = !options.Connection.RunContinuationsAsynchronously });
    }

    /// <summary>The port that it listens on: what the tool chain must be told, if it is not 19999.</summary>
    public int Port => _socket.LocalPort;

    /// <summary>How far it is.</summary>
    public ListenerPhase Phase
    {
        get
        {
            lock (_gate)
                return _machine.Phase;
        }
    }

    /// <summary>The last 64 messages that were heard, and their meaning.</summary>
    public IReadOnlyList<ToolMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>Begins to listen for the notifications of a tool chain.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">The port is taken.</exception>
    public static async ValueTask<LiveConnection> ListenAsync(LiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LiveOptions();
        options.MakeReadOnly();
        try
        {
            EieioConnection socket = await EieioConnection.ListenAsync(options.Port, options.Socket with { Network = options.ToolNetwork ?? options.Connection.Network }, cancellationToken).ConfigureAwait(false);
            var live = new LiveConnection(socket, options);
            live._listening = LongLived.Start(live, static self => self.ListenToAllAsync());
            return live;
        }
        catch (SpinnakerConnectionException exception) when (options.Port != 0)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{exception.Message} Two programs cannot share notification port {options.Port}: listen on port 0, one of the system's choice, and tell the tool chain what LiveConnection.Port says.");
            throw new SpinnakerConnectionException(message, exception);
        }
    }

    /// <summary>Goes with a run without a tool chain: aims the tags of its gatherers here at once.</summary>
    /// <param name="databasePath">The database of the run.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>The run. Dispose of it to end it.</returns>
    /// <exception cref="RunDatabaseException">The database cannot be read.</exception>
    /// <exception cref="SpinnakerException">A board does not answer, or the database has not got a label that is wanted.</exception>
    public static async Task<LiveRun> FromDatabaseAsync(string databasePath, LiveOptions? options = null, CancellationToken cancellationToken = default) =>
        await FromDatabaseAsync(await RunDatabase.ReadAsync(databasePath, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    /// <summary>Goes with a run that this program knows all about: aims the tags of its gatherers here at once.</summary>
    /// <param name="database">The known facts about the run.</param>
    /// <inheritdoc cref="FromDatabaseAsync(string, LiveOptions?, CancellationToken)"/>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<LiveRun> FromDatabaseAsync(RunDatabase database, LiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        options ??= new LiveOptions();
        options.MakeReadOnly();
        LiveSession session = await LiveSession.OpenOnlyAsync(database, options, cancellationToken).ConfigureAwait(false);
        var run = new LiveRun(session, number: 1, ownsSession: true);
        try
        {
            if (options.Prepare is { } prepare)
                await prepare(run, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        session.BeginRun();
        return run;
    }

    /// <summary>The runs, one each time that one starts or goes on.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Each run once, whoever enumerates. It ends when the connection is closed.</returns>
    /// <exception cref="ObjectDisposedException">The connection was closed before.</exception>
    /// <exception cref="RunDatabaseException">A database that was announced cannot be read: the tool chain was not answered. Enumerate again for the runs that follow.</exception>
    /// <exception cref="SpinnakerException">A run that was announced could not be made ready: the tool chain was not answered. Enumerate again for the runs that follow.</exception>
    public async IAsyncEnumerable<LiveRun> RunsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        while (await _runs.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_runs.Reader.TryRead(out (LiveRun? Run, Exception? Error) item))
            {
                if (item.Error is { } error)
                    ExceptionDispatchInfo.Throw(error);

                yield return item.Run!;
            }
        }
    }

    /// <summary>Stops listening, ends the run that is on, and closes all that belongs to it.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        Stop();
        await _socket.DisposeAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_run is { } run)
            await run.DisposeAsync().ConfigureAwait(false);

        foreach (Task leaving in _leaving)
            await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (_session is { } session)
            await session.DisposeAsync().ConfigureAwait(false);

        if (_tags is not null)
            await _tags.GiveBackAsync().ConfigureAwait(false);

        _runs.Writer.TryComplete();
        _closing.Dispose();
    }

    // Not asynchronously: a simulated clock would run on meanwhile.
    private void Stop() => _closing.Cancel();

    private async Task ListenToAllAsync()
    {
        // The sessions of runs are opened here, in the default context.
        using IDisposable? attached = _capture?.Attach();
        while (true)
        {
            try
            {
                ReceivedDatagram datagram = await _socket.ReceiveWithAddressAsync(timeout: null, _closing.Token).ConfigureAwait(false);
                await HearAsync(datagram).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SpinnakerConnectionClosedException || _closing.IsCancellationRequested)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // The network reports that an answer did not arrive. It is the tool chain's turn.
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                LiveLog.NotHeard(LiveLog.Of(_options.Connection.LoggerFactory), exception);
            }
        }
    }

    private async Task HearAsync(ReceivedDatagram datagram)
    {
        EieioMessage? message = EieioMessage.TryParse(datagram.Data, out EieioMessage? parsed, out _) ? parsed : null;
        ListenerMachine.Reaction reaction;
        lock (_gate)
        {
            reaction = _machine.Hear(message, datagram.RemoteEndPoint);
            if (_messages.Count >= MessagesKept)
                _messages.Dequeue();

            _messages.Enqueue(reaction.Message);
        }

        Log(reaction.Message);
        if (reaction.EndsRun)
            EndRun();

        if (reaction.Prepares)
            await PrepareAsync(reaction.Message).ConfigureAwait(false);

        if (reaction.BeginsRun)
            await BeginRunAsync().ConfigureAwait(false);
    }

    private void Log(ToolMessage message)
    {
        Microsoft.Extensions.Logging.ILogger logger = LiveLog.Of(_options.Connection.LoggerFactory);
        if (message.Remark is null)
            LiveLog.Heard(logger, message.ToString());
        else
            LiveLog.HeardUnusual(logger, message.ToString());
    }

    /// <summary>Makes all ready for the run that was announced, and says so. If that fails, nothing is said: the tool chain will not start without this listener, and whoever reads the runs gets to know why.</summary>
    private async Task PrepareAsync(ToolMessage message)
    {
        LeaveSession();
        try
        {
            string path = _options.LocateDatabase is { } locate ? locate(message.Path!) : message.Path!;
            RunDatabase database = await RunDatabase.ReadAsync(path, _closing.Token).ConfigureAwait(false);
            _session = await LiveSession.OpenAsync(database, _options, _tags, _closing.Token).ConfigureAwait(false);
            _run = new LiveRun(_session, ++_number, ownsSession: false);
            _hasStarted = false;
            if (_options.Prepare is { } prepare)
                await prepare(_run, _closing.Token).ConfigureAwait(false);

            await _socket.SendEieioMessageToAsync(new NotificationProtocolDatabaseLocation(databasePath: null), message.Sender, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !_closing.IsCancellationRequested)
        {
            LeaveSession();
            lock (_gate)
                _machine.Fail();

            LiveLog.NotReady(LiveLog.Of(_options.Connection.LoggerFactory), exception);
            _runs.Writer.TryWrite((null, exception));
        }
    }

    private async Task BeginRunAsync()
    {
        if (_session is not { } session)
            return;

        if (_hasStarted || _run is null)
        {
            // Questions about the last run come first: running cores tell nothing.
            if (_run is { } last)
                await Shared.WaitForAsync(last.EndAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            _run = new LiveRun(session, ++_number, ownsSession: false);
        }

        _hasStarted = true;
        session.BeginRun();
        _runs.Writer.TryWrite((_run, null));
    }

    private void EndRun()
    {
        if (_run is { } run)
            _leaving.Add(EndAsync(run));
    }

    private async Task EndAsync(LiveRun run)
    {
        Counting.RunReport report = await run.EndAsync().ConfigureAwait(false);
        LiveLog.RunEnded(LiveLog.Of(_options.Connection.LoggerFactory), run.Number, report.ToString());
    }

    /// <summary>Leaves the database that was: its runs are ended, and what they still ask of the machine is waited for elsewhere.</summary>
    private void LeaveSession()
    {
        if (_session is not { } session)
            return;

        LiveRun? run = _run;
        (_session, _run) = (null, null);
        session.Leave();
        _leaving.RemoveAll(static task => task.IsCompleted);
        _leaving.Add(LeaveAsync(session, run));
    }

    private async Task LeaveAsync(LiveSession session, LiveRun? run)
    {
        if (run is not null && _hasStarted)
            await Shared.WaitForAsync(run.EndAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (run is not null)
            await run.DisposeAsync().ConfigureAwait(false);

        await session.DisposeAsync().ConfigureAwait(false);
    }
}
