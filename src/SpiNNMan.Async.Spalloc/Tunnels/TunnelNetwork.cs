using System.Net;
using System.Net.WebSockets;
using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tunnels;

/// <summary>Datagrams to the boards of a job through the websocket of the service. When that breaks, it is opened again, and so are the channels of all sockets.</summary>
/// <remarks>Protocol: spalloc.md, "The tunnel".</remarks>
internal sealed class TunnelNetwork : IDatagramNetwork, IAsyncDisposable
{
    /// <summary>Where boards announce themselves.</summary>
    private const int AnnouncementPort = 54321;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_goodbye = TimeSpan.FromMilliseconds(250);

    private readonly TunnelSettings _settings;
    private readonly Lock _gate = new();
    private readonly List<TunnelSocket> _sockets = [];
    private readonly Dictionary<uint, TunnelSocket> _channels = [];
    private readonly Dictionary<uint, TunnelSocket> _opening = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected;
    private TunnelLink? _link;
    private SpinnakerConnectionException? _failure;
    private uint _correlation;
    private Task _running = Task.CompletedTask;
    private readonly RunOnce _ending = new();

    private TunnelNetwork(TunnelSettings settings)
    {
        _settings = settings;
        Boards = new TunnelBoards(settings.JobId, settings.Hosts, settings.PowerResource);
        _connected = new TaskCompletionSource(settings.Service.Completion);
    }

    /// <summary>Who sends by a channel that is not connected: the service does not say.</summary>
    public static IPEndPoint Unknown { get; } = new(IPAddress.Any, 0);

    public bool TellsSenders => false;

    public TunnelBoards Boards { get; }

    /// <summary>How often the websocket broke and was opened again.</summary>
    public int Reopened { get; private set; }

    /// <summary>Opens the websocket.</summary>
    /// <exception cref="JobLostException">The job is over.</exception>
    /// <exception cref="SpinnakerConnectionException">It cannot be opened.</exception>
    public static async Task<TunnelNetwork> OpenAsync(TunnelSettings settings, CancellationToken cancellationToken)
    {
        var network = new TunnelNetwork(settings);
        network._running = LongLived.Start(network, static self => self.RunAsync());
        try
        {
            await network._connected.Task.WaitAsync(settings.Service.GiveUpAfter, settings.Service.Time, cancellationToken).ConfigureAwait(false);
            return network;
        }
        catch (TimeoutException exception)
        {
            await network.DisposeAsync().ConfigureAwait(false);
            throw new SpinnakerConnectionException($"The tunnel to the boards of job {settings.JobId} could not be opened within {settings.Service.GiveUpAfter.TotalSeconds:0} s.", exception);
        }
        catch
        {
            await network.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        OpenSocket(local, remote, receiveBufferSize, shareAddress);

    /// <summary>Opens a socket and waits until its channel is open: then a socket to all boards knows where the service receives.</summary>
    public async Task<TunnelSocket> OpenAsync(IPEndPoint? remote, int receiveBufferSize, CancellationToken cancellationToken)
    {
        TunnelSocket socket = OpenSocket(new IPEndPoint(IPAddress.Any, 0), remote, receiveBufferSize, shareAddress: false);
        try
        {
            await socket.Opened.WaitAsync(_settings.Service.GiveUpAfter, _settings.Service.Time, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (TimeoutException exception)
        {
            await socket.DisposeAsync().ConfigureAwait(false);
            throw new SpinnakerConnectionException($"No channel of the tunnel of job {_settings.JobId} could be opened in time.", exception);
        }
        catch
        {
            await socket.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends it for good: the job is lost.</summary>
    public void Fail(SpinnakerConnectionException error)
    {
        TunnelSocket[] sockets;
        lock (_gate)
        {
            _failure ??= error;
            sockets = [.. _sockets];
        }

        foreach (TunnelSocket socket in sockets)
            socket.Fail(error);

        _connected.TrySetException(error);
        _ = _connected.Task.Exception;
        Stop();
    }

    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        Fail(new SpinnakerConnectionClosedException($"The tunnel to the boards of job {_settings.JobId} is closed."));
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Sends a message by the channel of a socket; without one it is lost.</summary>
    internal void Send(TunnelSocket socket, byte[] frame)
    {
        TunnelLink? link;
        lock (_gate)
        {
            link = socket.Channel == 0 ? null : _link;
            TunnelFrame.SetChannel(frame, socket.Channel);
        }

        link?.Post(frame, mayBeDropped: true);
    }

    internal void Close(TunnelSocket socket)
    {
        TunnelLink? link;
        byte[]? goodbye = null;
        lock (_gate)
        {
            _sockets.Remove(socket);
            link = _link;
            if (socket.Channel != 0)
            {
                _channels.Remove(socket.Channel);
                goodbye = TunnelFrame.Close(_correlation++, socket.Channel);
                socket.Channel = 0;
            }
        }

        if (goodbye is not null)
            link?.Post(goodbye, mayBeDropped: false);
    }

    private TunnelSocket OpenSocket(IPEndPoint local, IPEndPoint? remote, int receiveBufferSize, bool shareAddress)
    {
        ArgumentNullException.ThrowIfNull(local);
        if (remote is null && (shareAddress || local.Port == AnnouncementPort))
            throw Boards.NoAnnouncements();

        if (remote is null && local.Port != 0)
            throw new SpinnakerConnectionException($"Local port {local.Port} is not to be had through the tunnel of job {_settings.JobId}: the service chooses the port. Leave it out, and ask for it afterwards.");

        ChipLocation chip = remote is null ? default : Boards.ChipOf(remote.Address);
        TunnelLink? link;
        byte[]? open = null;
        var socket = new TunnelSocket(this, new IPEndPoint(IPAddress.Any, 0), remote, chip, receiveBufferSize, _settings.Service.Inline);
        lock (_gate)
        {
            if (_failure is { } failure)
                throw failure is JobLostException lost ? new JobLostException(lost.JobId, "its service", lost.Reason, lost) : failure;

            _sockets.Add(socket);
            link = _link;
            if (link is not null)
                open = Ask(socket);
        }

        if (open is not null)
            link!.Post(open, mayBeDropped: false);

        return socket;
    }

    /// <summary>The frame that opens the channel of a socket. The lock is held.</summary>
    private byte[] Ask(TunnelSocket socket)
    {
        uint correlation = _correlation++;
        _opening[correlation] = socket;
        return socket.RemoteEndPoint is { } remote ? TunnelFrame.Open(correlation, socket.Chip.X, socket.Chip.Y, remote.Port) : TunnelFrame.OpenUnconnected(correlation);
    }

    private async Task RunAsync()
    {
        TimeSpan pause = s_firstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                WebSocket socket = await _settings.Open(_stop.Token).ConfigureAwait(false);
                long since = _settings.Service.Time.GetTimestamp();
                string end = await UseAsync(socket).ConfigureAwait(false);
                if (_stop.IsCancellationRequested)
                    return;

                Log.TunnelBroke(_settings.Service.Logger, _settings.JobId, end);
                Reopened++;
                if (_settings.Service.Time.GetElapsedTime(since) > _settings.Service.ReconnectDelay)
                    pause = s_firstPause;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (IsLasting(exception))
            {
                Fail(exception as SpinnakerConnectionException ?? new SpinnakerConnectionException($"The tunnel of job {_settings.JobId} cannot be opened: {exception.Message}", exception));
                return;
            }
            catch (Exception exception) when (exception is SpinnakerException or WebSocketException or IOException or OperationCanceledException)
            {
                Log.TunnelBroke(_settings.Service.Logger, _settings.JobId, exception.Message);
            }

            try
            {
                await Pause.ForAsync(pause, _settings.Service.Time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < _settings.Service.ReconnectDelay ? pause * 2 : _settings.Service.ReconnectDelay;
        }
    }

    /// <summary>Whether it makes no sense to try again.</summary>
    private static bool IsLasting(Exception exception) => exception is JobLostException or AllocationException or InvalidParameterException;

    private async Task<string> UseAsync(WebSocket socket)
    {
        using var link = new TunnelLink(socket, _settings.Service);
        var asks = new List<byte[]>();
        lock (_gate)
        {
            _link = link;
            _correlation = 0;
            foreach (TunnelSocket one in _sockets)
                asks.Add(Ask(one));
        }

        foreach (byte[] ask in asks)
            link.Post(ask, mayBeDropped: false);

        _connected.TrySetResult();
        try
        {
            return await link.ReceiveAllAsync(frame => Take(link, frame.Span), _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _link = null;
                _channels.Clear();
                _opening.Clear();
                foreach (TunnelSocket one in _sockets)
                    one.Channel = 0;
            }

            await link.CloseAsync(s_goodbye).ConfigureAwait(false);
        }
    }

    private void Take(TunnelLink link, ReadOnlySpan<byte> frame)
    {
        if (!TunnelFrame.TryParse(frame, out TunnelOperation operation, out uint number))
            return;

        switch (operation)
        {
            case TunnelOperation.Message:
                FindChannel(number)?.Deliver(frame[TunnelFrame.MessageHeader..]);
                break;
            case TunnelOperation.Open or TunnelOperation.OpenUnconnected when frame.Length >= 3 * sizeof(uint):
                TakeOpened(link, number, TunnelFrame.WordAt(frame, 2), operation == TunnelOperation.OpenUnconnected && TunnelFrame.TryParseLocal(frame, out IPEndPoint? local) ? local : null);
                break;
            case TunnelOperation.Error:
                string text = Encoding.UTF8.GetString(frame[TunnelFrame.MessageHeader..]);
                TakeOpening(number)?.Fail(new SpinnakerConnectionException(
                    $"The service did not open a channel for job {_settings.JobId}: {(text.Length == 0 ? "it does not say why." : text)}"));
                break;
            default:
                // Answers to closing are awaited by nobody, and what is not known means nothing.
                break;
        }
    }

    private void TakeOpened(TunnelLink link, uint correlation, uint channel, IPEndPoint? local)
    {
        TunnelSocket? socket;
        byte[]? goodbye = null;
        lock (_gate)
        {
            if (_opening.Remove(correlation, out socket) && channel != 0)
            {
                if (_sockets.Contains(socket))
                {
                    socket.Channel = channel;
                    _channels[channel] = socket;
                }
                else
                {
                    // Its owner closed it meanwhile.
                    goodbye = TunnelFrame.Close(_correlation++, channel);
                    socket = null;
                }
            }
        }

        if (goodbye is not null)
            link.Post(goodbye, mayBeDropped: false);

        if (socket is null)
            return;

        foreach (byte[] frame in socket.OnOpened(local))
            Send(socket, frame);
    }

    private TunnelSocket? TakeOpening(uint correlation)
    {
        lock (_gate)
            return _opening.Remove(correlation, out TunnelSocket? socket) ? socket : null;
    }

    private TunnelSocket? FindChannel(uint channel)
    {
        lock (_gate)
            return _channels.GetValueOrDefault(channel);
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private void Stop()
    {
        if (!_stop.IsCancellationRequested)
            _stop.Cancel();
    }
}
