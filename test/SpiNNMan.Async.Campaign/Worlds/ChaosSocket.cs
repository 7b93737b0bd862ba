using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>The user's own socket, on which what the world has planned goes wrong.</summary>
internal sealed class ChaosSocket : IDatagramSocket
{
    private readonly ChaosNetwork _network;
    private readonly IDatagramSocket _inner;
    private readonly int _number;
    private readonly Channel<object> _arrived = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private bool _isClosed;

    public ChaosSocket(ChaosNetwork network, IDatagramSocket inner, int number)
    {
        _network = network;
        _inner = inner;
        _number = number;
        _ = ReceiveAllAsync();
    }

    public IPEndPoint LocalEndPoint => _inner.LocalEndPoint;

    public IPEndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    private World World => _network.World;

    /// <summary>What a user's socket may throw: anything.</summary>
    public static Exception Made(int seed) => (seed & 7) switch
    {
        0 => new SocketException((int)SocketError.NoBufferSpaceAvailable),
        1 => new InvalidOperationException("The user's socket does not like this."),
        2 => new ObjectDisposedException("The user's socket"),
        3 => new IOException("The user's tunnel has ended."),
        4 => new OperationCanceledException("The user's socket was cancelled."),
        5 => new SpinnakerConnectionException("The user's socket has a problem."),
        6 => new SpinnakerTimeoutException("The user's socket took too long."),
        _ => new UserException("The user's socket failed."),
    };

    public void Send(ReadOnlySpan<byte> datagram) => Send(datagram, null);

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => Send(datagram, destination);

    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        object next;
        try
        {
            next = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        if (next is Exception error)
            throw error;

        (byte[] bytes, IPEndPoint sender) = (Arrival)next;
        int length = Math.Min(bytes.Length, buffer.Length);
        bytes.AsMemory(0, length).CopyTo(buffer);
        return new ReceivedLength(length, sender);
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        _network.Close(this);
        _arrived.Writer.TryComplete();
        return _inner.DisposeAsync();
    }

    /// <summary>Lets the receiver see an error.</summary>
    private void Fail(Exception error) => _arrived.Writer.TryWrite(error);

    private SpinnakerConnectionClosedException Closed() => new($"The socket at {LocalEndPoint} is closed.");

    private void Send(ReadOnlySpan<byte> datagram, IPEndPoint? destination)
    {
        if (_isClosed)
            throw Closed();

        bool isRequest = ScpBytes.IsRequest(datagram);
        if (isRequest)
            _network.Count();

        if (World.IsTraced)
            World.Trace($"socket {_number} sends {ScpBytes.Describe(datagram)}");

        if (World.Hit(FaultKind.SendThrows) is { } throwing)
            throw Made(throwing.Seed);

        _network.Ledger.OnSent(_number, datagram);
        if (isRequest && World.Hit(FaultKind.Busy) is { } busy)
        {
            byte[] refusal = ScpBytes.Refuse(datagram, (ushort)((busy.Seed & 1) == 0 ? ScpResult.P2PBusy : ScpResult.NoBuffer));
            IPEndPoint sender = destination ?? RemoteEndPoint!;
            World.After(TimeSpan.FromMicroseconds(100), () => Take(refusal, sender));
            return;
        }

        if (World.Hit(FaultKind.Gone) is not null || World.Hit(FaultKind.Loss) is not null)
            return;

        // Not those that the board must not get twice: a block that is freed twice hangs its monitor, and no client can help that.
        Pass(datagram, destination);
        if (World.Hit(FaultKind.Duplication) is not null && !Ledger.Concerns(datagram))
            Pass(datagram, destination);
    }

    private void Pass(ReadOnlySpan<byte> datagram, IPEndPoint? destination)
    {
        if (destination is null)
            _inner.Send(datagram);
        else
            _inner.SendTo(datagram, destination);
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[65536];
        while (!_isClosed)
        {
            try
            {
                ReceivedLength received = await _inner.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                Take(buffer[..received.Length], received.RemoteEndPoint);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }
            catch (SpinnakerConnectionException error)
            {
                World.Client.Run(() => Fail(error));
            }
        }
    }

    /// <summary>Something has come from the machine.</summary>
    private void Take(byte[] datagram, IPEndPoint sender)
    {
        _network.Ledger.OnAnswered(_number, datagram);
        if (World.Hit(FaultKind.ReceiveThrows) is { } throwing)
        {
            Exception error = Made(throwing.Seed);
            World.Client.Run(() => Fail(error));
        }

        if (World.Hit(FaultKind.Loss) is not null)
            return;

        if (World.Hit(FaultKind.Reordering) is { } reordering)
        {
            World.After(TimeSpan.FromMilliseconds(20) * World.Chance.NextDouble() * reordering.Strength, () => Deliver(datagram, sender));
            return;
        }

        Deliver(datagram, sender);
        if (World.Hit(FaultKind.Duplication) is not null)
            Deliver([.. datagram], sender);
    }

    private void Deliver(byte[] datagram, IPEndPoint sender)
    {
        Mutator.FillPad(datagram, World.Chance);
        if (World.Hit(FaultKind.Corruption) is not null)
            Mutator.Corrupt(datagram, World.Chance);
        if (World.Hit(FaultKind.Mutation) is not null)
            datagram = Mutator.Mutate(datagram, World.Chance);

        World.Client.Run(() =>
        {
            World.LastHeard = World.Now;
            if (World.IsTraced)
                World.Trace($"socket {_number} gets {ScpBytes.Describe(datagram)}");

            _network.Ledger.OnHeard(_number, datagram);
            _arrived.Writer.TryWrite(new Arrival(datagram, sender));
        });
    }

    private sealed record Arrival(byte[] Bytes, IPEndPoint Sender);
}
