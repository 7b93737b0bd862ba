using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>Connections for which no thread is left share an event loop, or the pool's threads: nothing is lost, mixed up or left behind.</summary>
[CancelAfter(120_000)]
internal sealed class SharedReceivingTests
{
    private static readonly UdpNetwork[] s_networks = [UdpNetwork.Instance, UdpNetwork.Portable];

    private static readonly List<UdpConnection> s_takers = [];

    [OneTimeSetUp]
    public static async Task TakeAllThreads()
    {
        for (int index = 0; index < PumpThreads.Most; index++)
            s_takers.Add(await UdpConnection.OpenAsync());
    }

    [OneTimeTearDown]
    public static async Task GiveThemBack()
    {
        foreach (UdpConnection taker in s_takers)
            await taker.CloseAsync();
    }

    [TestCaseSource(nameof(s_networks))]
    public async Task Many_callers_each_get_their_own_data_over_a_bad_network(UdpNetwork network, CancellationToken token)
    {
        var faults = new LinkFaults { Loss = 0.02, Duplication = 0.02, Reordering = 0.02, Seed = 11 };
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System, faults);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, new ScampConnectionOptions { Network = network, MaxWindow = 32 }, token);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
        {
            uint address = 0x6000_0000 + (uint)(caller * 33_333);
            byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), address, 33_333, token);
            Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(address, 33_333)), Is.True);
        }));

        // Second copies of the last replies may still come; the pump holds one buffer to receive the next datagram in.
        Assert.That(scamp.Statistics.Answered, Is.EqualTo(scamp.Statistics.Sent));
        Assert.That(() => scamp.OutstandingBuffers, Is.LessThanOrEqualTo(1).After(30_000, 1));
    }

    [TestCaseSource(nameof(s_networks))]
    public async Task Closing_under_load_fails_every_caller_and_leaves_nothing(UdpNetwork network, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        for (int round = 0; round < 20; round++)
        {
            ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, new ScampConnectionOptions { Network = network }, token);
            Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 4_000_000, token).AsTask())];
            while (scamp.Statistics.Answered < round)
                await Task.Yield();

            await scamp.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), token);

            foreach (Task caller in callers)
                Assert.That(async () => await caller, Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(scamp.OutstandingBuffers, Is.Zero);
        }
    }

    [TestCaseSource(nameof(s_networks))]
    public async Task A_refusal_is_heard(UdpNetwork network, CancellationToken token)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Refusals are reported on Linux.");

        int port = await Udp.ClosedPortAsync(token);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port), new ScampConnectionOptions { Network = network }, token);

        Assert.That(async () => await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0, 10_000, token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [TestCaseSource(nameof(s_networks))]
    public async Task Datagrams_of_all_lengths_arrive_whole_and_in_order(UdpNetwork network, CancellationToken token)
    {
        await using UdpConnection receiver = await Udp.PeerAsync(token);
        await using UdpConnection sender = await UdpConnection.OpenAsync("127.0.0.1", receiver.LocalPort, new ConnectionOptions { Network = network }, token);
        for (int length = 0; length < 300; length++)
        {
            var sent = new byte[length];
            Array.Fill(sent, (byte)length);
            await sender.SendAsync(sent, token);
            (ReadOnlyMemory<byte> data, System.Net.IPEndPoint from) = await receiver.ReceiveWithAddressAsync(TimeSpan.FromSeconds(30), token);
            await receiver.SendToAsync(data, from, token);
            Assert.That(await sender.ReceiveAsync(TimeSpan.FromSeconds(30), token), Is.EqualTo(sent));
        }
    }
}
