using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Waits for debuggers at a TCP port, and serves one at a time. While one is there, others are turned away.</summary>
internal sealed class GdbServer : IAsyncDisposable
{
    private readonly Func<IDebugTarget?> _find;
    private readonly string _refusal;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private bool _isDisposed;
    private Task _session = Task.CompletedTask;

    private GdbServer(TcpListener listener, Func<IDebugTarget?> find, string refusal)
    {
        _listener = listener;
        _find = find;
        _refusal = refusal;
        EndPoint = (IPEndPoint)listener.LocalEndpoint;
        _serving = ServeAsync();
    }

    /// <summary>Where it waits.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to wait.</summary>
    /// <param name="endPoint">Where; port 0 lets the system choose one.</param>
    /// <param name="target">The target.</param>
    /// <exception cref="IOException">The port is not to be had.</exception>
    public static GdbServer Start(IPEndPoint endPoint, IDebugTarget target) => Start(endPoint, () => target, "");

    /// <summary>Starts to wait.</summary>
    /// <param name="endPoint">Where; port 0 lets the system choose one.</param>
    /// <param name="find">Finds what is debugged, for each debugger that comes; null if there is nothing.</param>
    /// <param name="refusal">The text for a debugger for which there is nothing.</param>
    /// <exception cref="IOException">The port is not to be had.</exception>
    public static GdbServer Start(IPEndPoint endPoint, Func<IDebugTarget?> find, string refusal)
    {
        var listener = new TcpListener(endPoint);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new IOException($"Debuggers cannot be waited for at {endPoint}: {error.Message}", error);
        }

        return new GdbServer(listener, find, refusal);
    }

    /// <summary>Turns the debugger away, lets the machine go on, and waits no more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _serving.ConfigureAwait(false);
        await _session.ConfigureAwait(false);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // That one has gone again.
                continue;
            }

            if (!_session.IsCompleted)
            {
                client.Dispose();
                continue;
            }

            _session = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                if (_find() is not { } target)
                {
                    await RefusedSession.RunAsync(client.GetStream(), _refusal, _stop.Token).ConfigureAwait(false);
                    return;
                }

                using var session = new GdbSession(client.GetStream(), target);
                await session.RunAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The debugger has gone, or is turned away.
            }
        }
    }
}
