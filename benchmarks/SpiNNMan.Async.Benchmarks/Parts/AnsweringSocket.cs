using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Benchmarks.Parts;

/// <summary>A socket that keeps the numbers of what is sent, and answers when it is told to: what is measured with it is the multiplexer alone.</summary>
internal sealed class AnsweringSocket : IDatagramSocket, IBatchSender
{
    private readonly DatagramPool _pool;
    private readonly Queue<ushort> _sent = new();
    private readonly byte[] _reply = new byte[SdpMessage.PadSize + ScpReply.HeaderSize];
    private int _toLose = -1;

    public AnsweringSocket(DatagramPool pool)
    {
        _pool = pool;
        var reply = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, SdpEndpoint.Host(default), new SdpEndpoint(new CoreLocation(0, 0, 0), 0));
        reply.Write(_reply.AsSpan(SdpMessage.PadSize));
        _reply[ScpMessage.CommandOffset] = (byte)ScpResult.Ok;
    }

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1);

    public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, ScpMessage.Port);

    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (_toLose-- != 0)
            _sent.Enqueue(BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..]));
    }

    public int Send(ReadOnlySpan<Datagram> datagrams)
    {
        foreach (Datagram datagram in datagrams)
            Send(datagram.Span);

        return datagrams.Length;
    }

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => Send(datagram);

    public ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("What comes is handed over by Answer.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Loses the datagram after so many more.</summary>
    public void LoseAfter(int datagrams) => _toLose = datagrams;

    /// <summary>Answers, in one batch, all that was sent before.</summary>
    public void Answer(RequestMultiplexer multiplexer)
    {
        multiplexer.BeginBatch();
        for (int count = _sent.Count; count > 0; count--)
        {
            Datagram datagram = _pool.Rent();
            _reply.CopyTo(datagram.Buffer, 0);
            BinaryPrimitives.WriteUInt16LittleEndian(datagram.Buffer.AsSpan(ScpMessage.SequenceOffset), _sent.Dequeue());
            datagram.Length = _reply.Length;
            if (!multiplexer.TryTake(datagram))
                throw new InvalidOperationException("The multiplexer does not know what it sent.");
        }

        multiplexer.EndBatch();
    }
}
