using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>A connection does not keep alive what was in the execution context of whoever opened it.</summary>
[CancelAfter(60_000)]
internal sealed class ExecutionContextTests
{
    [Test]
    public async Task What_was_in_the_openers_context_can_be_collected([Values] bool udp, [Values] bool listening, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var options = udp
            ? new ScampConnectionOptions()
            : world.Options with { TimeProvider = TimeProvider.System, Network = new InMemoryNetwork() };
        await using var board = new ScriptedBoard(options.Network, TimeProvider.System);

        Assert.That(await KeptContext.IsKeptByAsync(() => OpenAsync(board, options, listening, token), token), Is.False);
    }

    [Test]
    public async Task What_was_in_the_context_of_whoever_started_a_virtual_machine_can_be_collected(CancellationToken token) =>
        Assert.That(await KeptContext.IsKeptByAsync(() => VirtualMachine.StartAsync(BoardType.Spin3, token), token), Is.False);

    [Test]
    public async Task What_was_in_the_context_of_a_caller_whose_thread_delivered_the_reply_can_be_collected(CancellationToken token)
    {
        var options = new ScampConnectionOptions { Network = new InlineNetwork() };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 2), options, token);

        Assert.That(await KeptContext.IsKeptByAsync(() => ReadAsync(scamp, token), token), Is.False);
    }

    private static async Task<ScampConnection> OpenAsync(ScriptedBoard board, ScampConnectionOptions options, bool listening, CancellationToken token)
    {
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, options, token);
        if (listening)
            scamp.Subscribe(static _ => { });

        return await ReadAsync(scamp, token);
    }

    private static async Task<ScampConnection> ReadAsync(ScampConnection scamp, CancellationToken token)
    {
        await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x100, 10_000, token);
        return scamp;
    }

    /// <summary>Its sockets get the answer to a request while they send it, on the thread and in the context of whoever sends.</summary>
    private sealed class InlineNetwork : IDatagramNetwork
    {
        public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false)
        {
            var socket = new ScriptedSocket();
            socket.OnSent = request => socket.Arrive(ScriptedBoard.Answer(request));
            return socket;
        }
    }
}
