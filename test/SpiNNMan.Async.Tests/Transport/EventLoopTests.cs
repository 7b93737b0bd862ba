using System.Net;
using System.Threading.Channels;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>The loop that many sockets share tells each of them when something has come for it, and nobody else.</summary>
[CancelAfter(60_000)]
internal sealed class EventLoopTests
{
    [Test]
    public async Task Each_member_is_told_of_what_comes_for_it([Values(1, 2, 40)] int members, CancellationToken token)
    {
        await using Ends ends = Open(members);
        for (int index = 0; index < members; index++)
        {
            ends.Senders[index].Send([(byte)index]);
            ends.Senders[index].Send([(byte)index, 0]);
        }

        for (int index = 0; index < members; index++)
        {
            Assert.That(await ends.Members[index].Received.Reader.ReadAsync(token), Is.EqualTo((index, 1)));
            Assert.That(await ends.Members[index].Received.Reader.ReadAsync(token), Is.EqualTo((index, 2)));
        }
    }

    [Test]
    public async Task A_member_that_has_left_is_not_told_any_more_and_the_others_are(CancellationToken token)
    {
        await using Ends ends = Open(2);
        ends.Members[0].Leave();
        ends.Senders[0].Send([0]);
        ends.Senders[1].Send([1]);
        await ends.Members[1].Received.Reader.ReadAsync(token);

        // What is told of the second comes after whatever would be told of the first.
        Assert.That(ends.Members[0].Received.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task One_that_comes_back_is_told_of_what_came_meanwhile(CancellationToken token)
    {
        await using Ends ends = Open(1);
        ends.Members[0].Leave();
        ends.Senders[0].Send([7]);
        ends.Members[0].Join();

        Assert.That(await ends.Members[0].Received.Reader.ReadAsync(token), Is.EqualTo((7, 1)));
    }

    private static Ends Open(int members)
    {
        if (EventLoop.Next is not { } loop)
        {
            Assert.Ignore("There is no event loop of ours on this system.");
            throw new InvalidOperationException();
        }

        return new Ends(loop, members);
    }

    private sealed class Ends : IAsyncDisposable
    {
        public Ends(EventLoop loop, int count)
        {
            for (int index = 0; index < count; index++)
            {
                UdpDatagramSocket sender = Socket(remote: null);
                UdpDatagramSocket receiver = Socket(sender.LocalEndPoint);
                Senders.Add(new Sender(sender, receiver.LocalEndPoint));
                Members.Add(new Member(loop, receiver));
            }
        }

        public List<Sender> Senders { get; } = [];

        public List<Member> Members { get; } = [];

        public async ValueTask DisposeAsync()
        {
            foreach (Member member in Members)
                await member.DisposeAsync();
            foreach (Sender sender in Senders)
                await sender.Socket.DisposeAsync();
        }

        private static UdpDatagramSocket Socket(IPEndPoint? remote) =>
            UdpDatagramSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), remote, receiveBufferSize: 1 << 16, shareAddress: false, BatchCalls.OfSystem);
    }

    private sealed record Sender(UdpDatagramSocket Socket, IPEndPoint Peer)
    {
        public void Send(byte[] datagram) => Socket.SendTo(datagram, Peer);
    }

    private sealed class Member : ILoopMember, IAsyncDisposable
    {
        private readonly DatagramPool _pool = new(maxDatagramSize: 16);
        private readonly EventLoop _loop;
        private readonly UdpDatagramSocket _socket;
        private long _number;

        public Member(EventLoop loop, UdpDatagramSocket socket)
        {
            _loop = loop;
            _socket = socket;
            Join();
        }

        /// <summary>The first byte and the length of each datagram.</summary>
        public Channel<(int First, int Length)> Received { get; } = Channel.CreateUnbounded<(int First, int Length)>();

        public void Join() => _number = _loop.Join(_socket.BatchHandle!, this);

        public void Leave() => _loop.Leave(_socket.BatchHandle!, _number);

        public void OnReadable()
        {
            Datagram datagram = _pool.Rent();
            if (_socket.Receive([datagram], wait: false) == 1)
                Received.Writer.TryWrite((datagram.Span[0], datagram.Length));

            datagram.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Leave();
            return _socket.DisposeAsync();
        }
    }
}
