using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Stands between a client and a board, and does something when the client has opened the machine, before what it asks next gets to the board.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int CommandOffset = 10;

    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _board = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Task> _onceOpen;
    private readonly Task _relaying;
    private IPEndPoint? _clientEndPoint;

    /// <param name="board">The board.</param>
    /// <param name="onceOpen">What is done once, after the last request by which machines are opened has been answered.</param>
    public Relay(IPEndPoint board, Func<Task> onceOpen)
    {
        _onceOpen = onceOpen;
        _board.Connect(board);
        _relaying = Task.WhenAll(PassRequestsAsync(), PassRepliesAsync());
    }

    public string Host => $"{_client.Client.LocalEndPoint}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _board.Dispose();
        _stop.Dispose();
    }

    private async Task PassRequestsAsync()
    {
        bool isOpen = false;
        bool isDone = false;
        while (true)
        {
            UdpReceiveResult request = await _client.ReceiveAsync(_stop.Token);
            _clientEndPoint = request.RemoteEndPoint;
            var command = (ScpCommand)request.Buffer[CommandOffset];
            if (isOpen && !isDone && command != ScpCommand.IPTag)
            {
                isDone = true;
                await _onceOpen();
            }

            // Boards are told last how long to keep tags.
            isOpen |= command == ScpCommand.IPTag;
            await _board.SendAsync(request.Buffer, _stop.Token);
        }
    }

    private async Task PassRepliesAsync()
    {
        while (true)
        {
            UdpReceiveResult reply = await _board.ReceiveAsync(_stop.Token);
            await _client.SendAsync(reply.Buffer, _clientEndPoint!, _stop.Token);
        }
    }
}
