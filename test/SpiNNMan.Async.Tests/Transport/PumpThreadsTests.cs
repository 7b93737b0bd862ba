using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>Pumps with and without a thread of their own do the same.</summary>
[CancelAfter(60_000)]
internal sealed class PumpThreadsTests
{
    private static readonly UdpNetwork[] s_networks = [UdpNetwork.Instance, UdpNetwork.Portable];

    [TestCaseSource(nameof(s_networks))]
    public async Task More_connections_than_threads_work_all_the_same(UdpNetwork network, CancellationToken token)
    {
        var options = new ScampConnectionOptions { Network = network };
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        var connections = new List<ScampConnection>();
        for (int index = 0; index < PumpThreads.Most + 20; index++)
            connections.Add(await ScampConnection.ConnectAsync(board.EndPoint, options, token));

        byte[][] read = await Task.WhenAll(connections.Select(scamp => scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 10_000, token).AsTask()));

        Assert.That(read, Is.All.EqualTo(ScriptedBoard.MemoryAt(0x6000_0000, 10_000)));
        await Task.WhenAll(connections.Select(scamp => scamp.CloseAsync().AsTask())).WaitAsync(token);
        Assert.That(connections.Select(scamp => scamp.OutstandingBuffers), Is.All.Zero);
    }

    [Test]
    public async Task Connections_with_threads_go_on_without_them_when_there_are_many(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        byte[] expected = ScriptedBoard.MemoryAt(0x6000_0000, 5_000);
        var connections = new List<ScampConnection>();
        for (int round = 0; round < 3; round++)
        {
            // The first read while there are few, the last while there are many: those with threads move in between, with requests in flight.
            var reading = new List<Task<byte[]>>();
            for (int index = 0; index < PumpThreads.Many + 6; index++)
            {
                connections.Add(await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token));
                reading.Add(connections[^1].ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 5_000, token).AsTask());
            }

            Assert.That(await Task.WhenAll(reading), Is.All.EqualTo(expected));
            Assert.That(await connections[0].ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 5_000, token), Is.EqualTo(expected));
            await Task.WhenAll(connections.Select(scamp => scamp.CloseAsync().AsTask())).WaitAsync(token);
            Assert.That(connections.Select(scamp => scamp.OutstandingBuffers), Is.All.Zero);
            connections.Clear();
        }
    }

    [Test]
    public async Task Closing_ends_whatever_waits_at_once([Values] bool connected, [Values] bool portable, CancellationToken token)
    {
        var options = new ConnectionOptions { Network = portable ? UdpNetwork.Portable : UdpNetwork.Instance };

        // Many times, so that a thread that misses its end would show.
        for (int round = 0; round < 50; round++)
        {
            await using UdpConnection peer = await Udp.PeerAsync(token);
            UdpConnection connection = connected
                ? await UdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, options, token)
                : await Udp.PeerAsync(token);

            await connection.CloseAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), token);
        }
    }
}
