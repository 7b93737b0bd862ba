using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>Sockets without a peer receive many datagrams at once, and know who sent each, also where the system lacks the call for it.</summary>
[CancelAfter(60_000)]
internal sealed class OpenSocketTests
{
    private const int Senders = 3;
    private const int PerSender = 8;

    private static IEnumerable<UdpNetwork> Networks =>
    [
        UdpNetwork.Instance,
        UdpNetwork.Portable,
        UdpNetwork.By(new LackingSystem { ReceiveMessagesError = ErrorNumbers.NoSuchCall }),
        UdpNetwork.By(new LackingSystem { ReceiveMessagesError = ErrorNumbers.NotPermitted }),
    ];

    private static bool IsPortable => Environment.GetEnvironmentVariable("SPINNMAN_PORTABLE_SOCKETS") is "1" || !BatchCalls.AreThere;

    /// <summary>.ci/portable runs all tests with the switch, and says so here: otherwise it would prove nothing.</summary>
    [Test]
    public async Task The_switch_for_portable_sockets_is_obeyed()
    {
        await using IDatagramSocket peer = UdpNetwork.Portable.Open(new IPEndPoint(IPAddress.Loopback, 0));
        await using IDatagramSocket socket = UdpNetwork.Instance.Open(new IPEndPoint(IPAddress.Loopback, 0), peer.LocalEndPoint);

        Assert.That(((UdpDatagramSocket)socket).BatchHandle is null, Is.EqualTo(IsPortable));
    }

    [TestCaseSource(nameof(Networks))]
    public async Task Each_datagram_comes_with_its_sender(UdpNetwork network)
    {
        await using IDatagramSocket receiver = network.Open(new IPEndPoint(IPAddress.Loopback, 0), receiveBufferSize: 1 << 20);
        var senders = new List<IDatagramSocket>();
        for (int sender = 0; sender < Senders; sender++)
            senders.Add(UdpNetwork.Instance.Open(new IPEndPoint(IPAddress.Loopback, 0), receiver.LocalEndPoint));

        var sent = new List<(int Number, IPEndPoint Sender)>();
        for (int number = 0; number < Senders * PerSender; number++)
        {
            IDatagramSocket sender = senders[number * 7 % 5 % Senders];
            sender.Send([(byte)number]);
            sent.Add((number, sender.LocalEndPoint));
        }

        var received = new List<(int Number, IPEndPoint Sender)>();
        var pool = new DatagramPool(300);
        Datagram[] buffers = [.. Enumerable.Range(0, 5).Select(_ => pool.Rent())];
        while (received.Count < sent.Count)
        {
            int count = ((IBatchReceiver)receiver).Receive(buffers, wait: true);
            received.AddRange(buffers[..count].Select(static datagram => ((int)datagram.Span[0], datagram.RemoteEndPoint!)));
        }

        Assert.That(received, Is.EqualTo(sent));
        Assert.That(received.Select(static one => one.Sender).Distinct(ReferenceEqualityComparer.Instance).Count(), Is.EqualTo(network == UdpNetwork.Instance && !IsPortable ? Senders : received.Select(static one => one.Sender).Distinct(ReferenceEqualityComparer.Instance).Count()), "an address is made once");
        foreach (IDatagramSocket sender in senders)
            await sender.DisposeAsync();
    }

    [TestCaseSource(nameof(Networks))]
    public async Task Closing_ends_the_wait_for_a_datagram(UdpNetwork network, CancellationToken token)
    {
        for (int round = 0; round < 20; round++)
        {
            IDatagramSocket receiver = network.Open(new IPEndPoint(IPAddress.Loopback, 0));
            var pool = new DatagramPool(300);
            Datagram[] buffers = [pool.Rent(), pool.Rent()];
            Task<Exception?> waiting = Task.Factory.StartNew<Exception?>(
                () =>
                {
                    try
                    {
                        ((IBatchReceiver)receiver).Receive(buffers, wait: true);
                        return null;
                    }
                    catch (SpinnakerConnectionException exception)
                    {
                        return exception;
                    }
                },
                token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            await Task.Yield();

            await receiver.DisposeAsync();

            Assert.That(await waiting.WaitAsync(token), Is.TypeOf<SpinnakerConnectionClosedException>());
        }
    }

    [Test]
    public void Very_many_senders_take_no_more_memory_than_some()
    {
        var book = new SenderBook();
        var seen = new HashSet<IPEndPoint>();
        unsafe
        {
            var names = (SocketName*)book.Address;
            for (int port = 1; port < 5000; port++)
            {
                names[0] = new SocketName { Address = 0x0100007F, Port = (ushort)((port >> 8) | (port << 8)) };
                IPEndPoint first = book[0];
                Assert.That(first, Is.EqualTo(new IPEndPoint(IPAddress.Loopback, port)));
                Assert.That(book[0], Is.SameAs(first));
                seen.Add(first);
            }
        }

        Assert.That(seen, Has.Count.EqualTo(4999));
    }
}
