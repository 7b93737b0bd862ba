using System.Globalization;
using System.Net;
using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>The tool chain's side of the notification protocol: tells listeners where the database of a run is, waits until they are ready, and says when the run starts and stops.</summary>
/// <example><code>
/// await using var server = new NotificationServer();
/// await server.RegisterAsync("viewer", new IPEndPoint(IPAddress.Loopback, 19999));
/// await server.AnnounceAsync(path);      // returns when all have answered
/// await server.StartAsync();             // after the signal that starts the cores
/// await server.StopAsync();              // after they have ended or paused
/// </code></example>
/// <remarks>Members may be called from any thread, one at a time. Protocol: live.md, "Notifications".</remarks>
public sealed class NotificationServer : IAsyncDisposable
{
    private const int LongestPath = 50_000;

    private readonly NotificationServerOptions _options;
    private readonly List<Listener> _listeners = [];
    private readonly RunOnce _ending = new();

    /// <summary>Makes a server without listeners.</summary>
    /// <param name="options">How it behaves.</param>
    public NotificationServer(NotificationServerOptions? options = null)
    {
        _options = options ?? new NotificationServerOptions();
        _options.MakeReadOnly();
    }

    /// <summary>The names of the listeners, in the order of their registration.</summary>
    public IReadOnlyList<string> Listeners => [.. _listeners.Select(static listener => listener.Name)];

    /// <summary>Registers a listener.</summary>
    /// <param name="name">Its name in errors.</param>
    /// <param name="listener">Where it listens. The usual port is 19999.</param>
    /// <param name="localPort">The port that its answer comes back to; the default is 0, one of the system's choice.</param>
    /// <param name="cancellationToken">Ends the registration.</param>
    /// <returns>The port that its answer comes back to.</returns>
    /// <exception cref="SpinnakerConnectionException">The local port is taken.</exception>
    /// <exception cref="InvalidParameterException">The name is empty, or a listener of that name, or at that address, is registered already.</exception>
    public async ValueTask<int> RegisterAsync(string name, IPEndPoint listener, int localPort = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(listener);
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        if (name.Length == 0)
            throw new InvalidParameterException(nameof(name), name, "a listener needs a name, by which errors tell of it");

        if (_listeners.Exists(other => string.Equals(other.Name, name, StringComparison.Ordinal)))
            throw new InvalidParameterException(nameof(name), name, "a listener has that name already");

        if (_listeners.Exists(other => other.EndPoint.Equals(listener)))
            throw new InvalidParameterException(nameof(listener), listener, "a listener is registered there already: two programs cannot share a port");

        EieioConnection connection = await EieioConnection.ConnectAsync(listener, _options.Connection with { LocalPort = localPort }, cancellationToken).ConfigureAwait(false);
        _listeners.Add(new Listener(name, listener, connection));
        return connection.LocalPort;
    }

    /// <summary>Tells all listeners where the database is, and waits for the answer of each.</summary>
    /// <param name="databasePath">The path, as the listeners can open it; at most 50,000 bytes of UTF-8.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The answers of all of them.</returns>
    /// <exception cref="ListenersMissingException">Some did not answer in time; the error names them.</exception>
    /// <exception cref="InvalidParameterException">The path is empty, too long, or no valid Unicode text.</exception>
    public async Task<IReadOnlyList<ListenerAnswer>> AnnounceAsync(string databasePath, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(databasePath);
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        InvalidParameterException.ThrowIfOutside(Encoding.UTF8.GetByteCount(databasePath), 1, LongestPath, nameof(databasePath));
        var message = new NotificationProtocolDatabaseLocation(databasePath);
        foreach (Listener listener in _listeners)
            await listener.TakeLeftOversAsync().ConfigureAwait(false);

        long start = _options.Connection.TimeProvider.GetTimestamp();
        Task<ListenerAnswer?>[] asking = [.. _listeners.Select(listener => AskAsync(listener, message, start, cancellationToken))];
        ListenerAnswer?[] answers = await Task.WhenAll(asking).ConfigureAwait(false);
        string[] missing = [.. _listeners.Where((_, index) => answers[index] is null || (answers[index]!.IsRefused && !_options.GoesOnWithoutRefused)).Select(static listener => $"{listener.Name} at {listener.EndPoint}")];
        if (missing.Length == 0)
            return answers!;

        TimeSpan elapsed = _options.Connection.TimeProvider.GetElapsedTime(start);
        string problem = string.Create(
            CultureInfo.InvariantCulture,
            $"{missing.Length} of {_listeners.Count} listeners are not ready after {elapsed.TotalSeconds:0.#} s: {string.Join(", ", missing)}. Are these programs running, and can they open {databasePath}?");
        string[] silent = [.. Names(static answer => answer is null or { IsRefused: true })];
        string[] ready = [.. Names(static answer => answer is { IsRefused: false })];
        throw new ListenersMissingException(problem, silent, ready) { Elapsed = elapsed, LastTimeout = _options.AnswerDeadline };

        IEnumerable<string> Names(Func<ListenerAnswer?, bool> which) => _listeners.Where((_, index) => which(answers[index])).Select(static listener => listener.Name);
    }

    /// <summary>Says that the run has started, or goes on: after the signal that starts the cores.</summary>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => TellAsync(new NotificationProtocolStartResume(), cancellationToken);

    /// <summary>Says that the run has stopped, or pauses: after all cores have.</summary>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default) => TellAsync(new NotificationProtocolPauseStop(), cancellationToken);

    /// <summary>Closes the sockets.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        foreach (Listener listener in _listeners)
            await listener.Connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ListenerAnswer?> AskAsync(Listener listener, EieioMessage message, long start, CancellationToken cancellationToken)
    {
        TimeProvider clock = _options.Connection.TimeProvider;
        try
        {
            await listener.Connection.SendEieioMessageAsync(message, cancellationToken).ConfigureAwait(false);
            TimeSpan left = _options.AnswerDeadline - clock.GetElapsedTime(start);
            byte[] answer = await listener.Connection.ReceiveAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return new ListenerAnswer(listener.Name, listener.EndPoint, clock.GetElapsedTime(start), Remark(answer));
        }
        catch (SpinnakerTimeoutException)
        {
            return null;
        }
        catch (SpinnakerConnectionException exception)
        {
            return new ListenerAnswer(listener.Name, listener.EndPoint, After: null, exception.Message);
        }
    }

    /// <summary>Any datagram is an answer; other tools do not look at it either.</summary>
    private static string? Remark(byte[] answer) =>
        EieioMessage.TryParse(answer, out EieioMessage? message, out _) && message is NotificationProtocolDatabaseLocation { DatabasePath: null }
            ? null
            : "It answered with something else than that it has read the database.";

    private async Task TellAsync(EieioMessage message, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        foreach (Listener listener in _listeners)
        {
            try
            {
                await listener.Connection.SendEieioMessageAsync(message, cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerConnectionClosedException)
            {
                throw;
            }
            catch (SpinnakerConnectionException)
            {
                // A listener that has gone meanwhile must not keep the others from hearing.
            }
        }
    }

    private sealed record Listener(string Name, IPEndPoint EndPoint, EieioConnection Connection)
    {
        /// <summary>An answer to an earlier announcement, or a refusal of an earlier message, is none to this one.</summary>
        public async ValueTask TakeLeftOversAsync()
        {
            while (await Connection.IsReadyToReceiveAsync().ConfigureAwait(false))
            {
                try
                {
                    await Connection.ReceiveAsync(TimeSpan.Zero).ConfigureAwait(false);
                }
                catch (SpinnakerConnectionClosedException)
                {
                    throw;
                }
                catch (SpinnakerConnectionException)
                {
                    // One that refused may listen by now.
                }
                catch (SpinnakerTimeoutException)
                {
                    return;
                }
            }
        }
    }
}
