using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Stands between a client and a board, and decides what gets to the board.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int CommandOffset = 10;

    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _board = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScpCommand, Task<bool>> _passes;
    private readonly Task _relaying;
    private IPEndPoint? _clientEndPoint;

    /// <param name="board">The board.</param>
    /// <param name="passes">Asked about each request before it gets to the board: whether it does.</param>
    public Relay(IPEndPoint board, Func<ScpCommand, Task<bool>> passes)
    {
        _passes = passes;
        _board.Connect(board);
        _relaying = Task.WhenAll(PassRequestsAsync(), PassRepliesAsync());
    }

    /// <param name="board">The board.</param>
    /// <param name="onceOpen">What is done once, after the last request by which machines are opened has been answered.</param>
    public Relay(IPEndPoint board, Func<Task> onceOpen)
        : this(board, Once(onceOpen))
    {
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

    private static Func<ScpCommand, Task<bool>> Once(Func<Task> act)
    {
        bool isOpen = false;
        bool isDone = false;
        return async command =>
        {
            if (isOpen && !isDone && command != ScpCommand.IPTag)
            {
                isDone = true;
                await act();
            }

            // Boards are told last how long to keep tags.
            isOpen |= command == ScpCommand.IPTag;
            return true;
        };
    }

    private async Task PassRequestsAsync()
    {
        while (true)
        {
            UdpReceiveResult request = await _client.ReceiveAsync(_stop.Token);
            _clientEndPoint = request.RemoteEndPoint;
            if (await _passes((ScpCommand)request.Buffer[CommandOffset]))
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
