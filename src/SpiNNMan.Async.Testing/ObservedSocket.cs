using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Testing;

/// <summary>A socket of the machine that logs what it receives, and keeps from the machine what the script answers.</summary>
internal sealed class ObservedSocket(ObservedNetwork network, IDatagramSocket inner) : IDatagramSocket
{
    private readonly Dictionary<(IPEndPoint Sender, ushort Sequence), byte[]> _earlier = [];

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public long? Overflowed => inner.Overflowed;

    public void Send(ReadOnlySpan<byte> datagram) => inner.Send(datagram);

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => inner.SendTo(datagram, destination);

    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReceivedLength received = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (!IsAnswered(buffer[..Math.Min(received.Length, buffer.Length)], received.RemoteEndPoint))
                return received;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private bool IsAnswered(ReadOnlyMemory<byte> datagram, IPEndPoint sender)
    {
        if (network.Find(inner.LocalEndPoint) is not { } device || !TryParse(datagram, out SdpMessage message))
            return false;

        if (!RequestReader.TryReadCommand(message, out ScpCommand command, out ushort sequence, out ScpArguments arguments, out ReadOnlyMemory<byte> data))
        {
            network.Log.Add(message);
            return false;
        }

        SdpEndpoint destination = message.Header.Destination;
        bool isResend = IsResend(sender, sequence, datagram.Span);
        var request = new ReceivedRequest(network.Now, device.Board, device.IsBmp, destination.Location, command, sequence, arguments, data, isResend);
        network.Log.Add(request);
        if (network.Script.Find(request) is not { } reply)
            return false;

        if (reply.Result is { } result)
            Reply(message.Header, device, sequence, result, reply.Payload.Span, sender);

        return true;
    }

    /// <summary>Parses as boards do: flags may be any. The message has a copy of the bytes.</summary>
    private static bool TryParse(ReadOnlyMemory<byte> datagram, out SdpMessage message)
    {
        message = default;
        if (datagram.Length < SdpMessage.PadSize + SdpHeader.Size)
            return false;

        byte[] bytes = datagram[SdpMessage.PadSize..].ToArray();
        message = new SdpMessage(SdpHeader.ReadUnchecked(bytes), bytes.AsMemory(SdpHeader.Size));
        return true;
    }

    private bool IsResend(IPEndPoint sender, ushort sequence, ReadOnlySpan<byte> datagram)
    {
        if (_earlier.TryGetValue((sender, sequence), out byte[]? earlier) && datagram.SequenceEqual(earlier))
            return true;

        _earlier[(sender, sequence)] = datagram.ToArray();
        return false;
    }

    private void Reply(in SdpHeader request, ObservedDevice device, ushort sequence, ScpResult result, ReadOnlySpan<byte> payload, IPEndPoint sender)
    {
        // A chip that is asked by the number that stands for every first chip answers by its own.
        SdpEndpoint source = request.Destination.Chip == ChipLocation.Root ? request.Destination with { Chip = device.Location } : request.Destination;
        Span<byte> datagram = stackalloc byte[SdpMessage.PadSize + ScpReply.HeaderSize + ScpMessage.MaxDataSize];
        datagram[..SdpMessage.PadSize].Clear();
        new SdpHeader(SdpFlags.ReplyNotExpected, request.Tag, request.Source, source).Write(datagram[SdpMessage.PadSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(datagram[ScpMessage.CommandOffset..], (ushort)result);
        BinaryPrimitives.WriteUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..], sequence);
        payload.CopyTo(datagram[(ScpMessage.SequenceOffset + 2)..]);
        inner.SendTo(datagram[..(ScpMessage.SequenceOffset + 2 + payload.Length)], sender);
    }
}
