using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>Listens for clients of the classic protocol.</summary>
internal sealed partial class ClassicService : IAsyncDisposable
{
    private const int MostConnections = 4096;

    private readonly Laboratory _laboratory;
    private readonly string _version;
    private readonly Socket _listener;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;

    /// <param name="laboratory">The jobs and machines.</param>
    /// <param name="endPoint">Where to listen; port 0 takes one of the system's choice.</param>
    /// <param name="version">The version that it tells.</param>
    /// <param name="logger">Where events are logged.</param>
    /// <exception cref="SocketException">The address is not this computer's, or the port is taken.</exception>
    public ClassicService(Laboratory laboratory, IPEndPoint endPoint, string version, ILogger logger)
    {
        _laboratory = laboratory;
        _version = version;
        _logger = logger;
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(endPoint);
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = LongLived.Start(this, static self => self.AcceptAsync());
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] connections;
        lock (_gate)
            connections = [.. _connections];

        await Task.WhenAll(connections).ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_end.Token).ConfigureAwait(false);
                socket.NoDelay = true;
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException || _end.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The client was gone again, or the system has no more sockets for the moment.
                ClientNotAccepted(exception.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _laboratory.TimeProvider, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            Begin(socket);
        }
    }

    private void Begin(Socket socket)
    {
        lock (_gate)
        {
            _connections.RemoveWhere(static connection => connection.IsCompleted);
            if (_connections.Count >= MostConnections)
            {
                socket.Dispose();
                return;
            }

            _connections.Add(ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        // Not under the lock of the caller.
        await Task.Yield();
        try
        {
            await new ClassicConnection(_laboratory, socket, _version).RunAsync(_end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            socket.Dispose();
        }
    }

    [LoggerMessage(1104, LogLevel.Warning, "A client of the classic protocol could not be accepted: {Error}")]
    private partial void ClientNotAccepted(string error);
}
