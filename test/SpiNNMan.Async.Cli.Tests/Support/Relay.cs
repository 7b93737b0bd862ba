using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Stands between a client and a board, and decides what gets to the board.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int CommandOffset = 10;
    private const int SequenceOffset = 12;

    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _board = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScpCommand, Task<bool>> _passes;
    private readonly Task _relaying;
    private readonly ConcurrentDictionary<ushort, ScpCommand> _commands = new();
    private IPEndPoint? _clientEndPoint;

    /// <param name="board">The board.</param>
    /// <param name="passes">Decides for each request whether it is passed on to the board.</param>
    public Relay(IPEndPoint board, Func<ScpCommand, Task<bool>> passes)
    {
        _passes = passes;
        _board.Connect(board);
        _relaying = Task.WhenAll(PassRequestsAsync(), PassRepliesAsync());
    }

    /// <param name="board">The board.</param>
    /// <param name="onceOpen">The action to do once, after the reply to the last request of the opening of a machine.</param>
    public Relay(IPEndPoint board, Func<Task> onceOpen)
        : this(board, Once(onceOpen))
    {
    }

    /// <summary>Changes the reply to a command on its way to the client. By default, replies are not changed.</summary>
    public Func<ScpCommand, byte[], byte[]>? Rewrite { get; init; }

    /// <summary>The port that clients use instead of the port of the board.</summary>
    public int Port => ((IPEndPoint)_client.Client.LocalEndPoint!).Port;

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

            // The last request of the opening says how long boards keep tags.
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
            _commands[BinaryPrimitives.ReadUInt16LittleEndian(request.Buffer.AsSpan(SequenceOffset))] = (ScpCommand)request.Buffer[CommandOffset];
            if (await _passes((ScpCommand)request.Buffer[CommandOffset]))
                await _board.SendAsync(request.Buffer, _stop.Token);
        }
    }

    private async Task PassRepliesAsync()
    {
        while (true)
        {
            UdpReceiveResult reply = await _board.ReceiveAsync(_stop.Token);
            byte[] passed = Rewrite is { } rewrite && _commands.TryGetValue(BinaryPrimitives.ReadUInt16LittleEndian(reply.Buffer.AsSpan(SequenceOffset)), out ScpCommand command)
                ? rewrite(command, reply.Buffer)
                : reply.Buffer;
            await _client.SendAsync(passed, _clientEndPoint!, _stop.Token);
        }
    }
}
