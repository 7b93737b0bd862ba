using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>A sink gets every datagram, and is asked for room when it has accepted all that came.</summary>
internal sealed class SinkTests
{
    /// <summary>So many may be accepted before the sink is asked.</summary>
    private const int MostInARow = 256;

    [TestCase(false)]
    [TestCase(true, TestName = "The last one is too long")]
    [CancelAfter(60_000)]
    public async Task It_is_asked_after_the_last_datagram_and_after_so_many_at_most(bool endsTooLong, CancellationToken token)
    {
        const int datagrams = 2000;
        await using EieioConnection connection = await EieioConnection.ListenAsync(0, new ConnectionOptions { LocalHost = "127.0.0.1", ReceiveBufferSize = 1 << 22, MaxDatagramSize = 300 }, token);
        var sink = new KeepingSink(datagrams);
        connection.DivertTo(sink);
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await sender.ConnectAsync(new IPEndPoint(IPAddress.Loopback, connection.LocalPort), token);
        for (int number = 0; number < datagrams; number++)
        {
            await sender.SendAsync(BitConverter.GetBytes(number), token);

            // The system must not drop any.
            if (number % 200 == 199)
                await sink.HasAcceptedAsync(number + 1, token);
        }

        if (endsTooLong)
            await sender.SendAsync(new byte[400], token);

        await sink.IsAskedAfterAllAsync(token);

        Assert.That(sink.Numbers, Is.EqualTo(Enumerable.Range(0, datagrams)));
        Assert.That(sink.MostBetween, Is.InRange(1, MostInARow));
        await connection.DisposeAsync();
        Assert.That(connection.Statistics.PumpDropped, Is.Zero);
    }

    private sealed class KeepingSink(int last) : IDatagramSink
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _accepted;
        private int _between;

        public List<int> Numbers { get; } = [];

        public int MostBetween { get; private set; }

        public void Accept(ReadOnlySpan<byte> datagram, IPEndPoint sender)
        {
            Numbers.Add(BitConverter.ToInt32(datagram));
            MostBetween = Math.Max(MostBetween, ++_between);
            Volatile.Write(ref _accepted, Numbers.Count);
        }

        public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
        {
            _between = 0;
            if (Numbers.Count == last)
                _all.TrySetResult();

            return ValueTask.CompletedTask;
        }

        public Task IsAskedAfterAllAsync(CancellationToken token) => _all.Task.WaitAsync(token);

        public async Task HasAcceptedAsync(int number, CancellationToken token)
        {
            while (Volatile.Read(ref _accepted) < number)
                await Task.Delay(TimeSpan.FromMilliseconds(1), token);
        }
    }
}
