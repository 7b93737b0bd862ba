using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Waits for debuggers at a TCP port, and serves one at a time. While one is there, others are turned away.</summary>
internal sealed class GdbServer : IAsyncDisposable
{
    private readonly IDebugTarget _target;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private bool _isDisposed;
    private Task _session = Task.CompletedTask;

    private GdbServer(TcpListener listener, IDebugTarget target)
    {
        _listener = listener;
        _target = target;
        EndPoint = (IPEndPoint)listener.LocalEndpoint;
        _serving = ServeAsync();
    }

    /// <summary>Where it waits.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to wait.</summary>
    /// <param name="endPoint">Where; port 0 lets the system choose one.</param>
    /// <param name="target">What is debugged.</param>
    /// <exception cref="SocketException">The port is not to be had.</exception>
    public static GdbServer Start(IPEndPoint endPoint, IDebugTarget target)
    {
        var listener = new TcpListener(endPoint);
        try
        {
            listener.Start();
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new GdbServer(listener, target);
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
                using var session = new GdbSession(client.GetStream(), _target);
                await session.RunAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The debugger has gone, or is turned away.
            }
        }
    }
}
