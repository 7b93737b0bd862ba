using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Live.Links;

/// <summary>The connections to the boards of a run: made when one is needed, one for commands and one for events each.</summary>
internal sealed class BoardLinks(RunDatabase database, ScampConnectionOptions options, Func<IPAddress, IPEndPoint> locate) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, Task<ScampConnection>> _commands = [];
    private readonly Dictionary<IPEndPoint, Task<SdpConnection>> _events = [];
    private bool _disposed;

    public RunDatabase Database => database;

    public TimeProvider Clock => options.TimeProvider;

    /// <summary>Whether everything happens on the thread that makes it happen, as on a simulated clock.</summary>
    public bool IsInline => !options.RunContinuationsAsynchronously;

    /// <summary>Where the board with an address takes commands and messages.</summary>
    public IPEndPoint EndPointOf(IPAddress board) =>
        locate(board) ?? throw new InvalidParameterException("LocateBoard", board, "it must give an address for each board of the run");

    public IPEndPoint EndPointOf(ChipLocation chip) => EndPointOf(database.BoardOf(chip).Address);

    /// <summary>The connection for commands to the board of a chip.</summary>
    public Task<ScampConnection> CommandsToAsync(ChipLocation chip)
    {
        (ChipLocation ethernet, IPAddress address) = database.BoardOf(chip);
        return CommandsToAsync(EndPointOf(address), ethernet);
    }

    /// <summary>The connection for commands to a board.</summary>
    public Task<ScampConnection> CommandsToAsync(IPEndPoint board, ChipLocation ethernet) =>
        FindAsync(_commands, board, () => ScampConnection.ConnectAsync(board, options with { Chip = ethernet }).AsTask());

    /// <summary>The connection for events to the board of a chip.</summary>
    public Task<SdpConnection> EventsToAsync(IPEndPoint board) => FindAsync(
        _events,
        board,
        () => SdpConnection.OpenAsync(
            board.Address.ToString(),
            board.Port,
            new SdpConnectionOptions
            {
                LocalHost = options.LocalHost,
                Network = options.Network,
                TimeProvider = options.TimeProvider,
                RunContinuationsAsynchronously = options.RunContinuationsAsynchronously,
                LoggerFactory = options.LoggerFactory,
                InboundCapacity = 1,
            }).AsTask());

    public async ValueTask DisposeAsync()
    {
        Task<ScampConnection>[] commands;
        Task<SdpConnection>[] events;
        lock (_gate)
        {
            _disposed = true;
            (commands, events) = ([.. _commands.Values], [.. _events.Values]);
        }

        foreach (Task<ScampConnection> opening in commands)
            await CloseAsync(opening).ConfigureAwait(false);

        foreach (Task<SdpConnection> opening in events)
            await CloseAsync(opening).ConfigureAwait(false);
    }

    private static async Task CloseAsync<T>(Task<T> opening)
        where T : DatagramConnection
    {
        await Shared.WaitForAsync(opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    private Task<T> FindAsync<T>(Dictionary<IPEndPoint, Task<T>> known, IPEndPoint board, Func<Task<T>> open)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!known.TryGetValue(board, out Task<T>? opening) || opening.IsFaulted || opening.IsCanceled)
                known[board] = opening = open();

            return opening;
        }
    }
}
