using System.Buffers.Binary;
using System.Net.Sockets;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Benchmarks.Boards;

/// <summary>What the library is compared with: a socket and two loops written by hand, that lose everything as soon as one datagram is lost.</summary>
internal sealed class RawBoard : IDisposable
{
    private const uint Address = 0x6000_0000;
    private const int DataOffset = ScpMessage.SequenceOffset + 2;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _write = new byte[ScpMessage.OverheadSize + sizeof(uint)];
    private readonly byte[] _read = new byte[ScpMessage.OverheadSize];
    private readonly byte[] _reply = new byte[512];

    public RawBoard()
    {
        _socket.ReceiveBufferSize = 1 << 20;
        _socket.Connect(BoardProcess.EndPoint);
        ScpMessage.WriteDatagram(_write, new WriteMemory(new ChipLocation(0, 0), Address, new byte[sizeof(uint)]), 0, ChipLocation.Root);
        ScpMessage.WriteDatagram(_read, new ReadMemory(new ChipLocation(0, 0), Address, ScpMessage.MaxDataSize), 0, ChipLocation.Root);
    }

    /// <summary>Writes a word, <paramref name="count"/> times, <paramref name="window"/> at once.</summary>
    public async Task WriteWordsAsync(int count, int window)
    {
        int sent = 0;
        while (sent < window)
            Send(_write, sent++);

        for (int received = 0; received < count; received++)
        {
            await _socket.ReceiveAsync(_reply.AsMemory());
            if (sent < count)
                Send(_write, sent++);
        }
    }

    /// <summary>Reads memory in pieces of 256 bytes, <paramref name="window"/> at once.</summary>
    public async Task ReadAsync(Memory<byte> destination, int window)
    {
        int count = destination.Length / ScpMessage.MaxDataSize;
        int sent = 0;
        while (sent < window)
            SendRead(sent++);

        for (int received = 0; received < count; received++)
        {
            int length = await _socket.ReceiveAsync(_reply.AsMemory());
            int piece = BinaryPrimitives.ReadUInt16LittleEndian(_reply.AsSpan(ScpMessage.SequenceOffset));
            _reply.AsSpan(DataOffset, length - DataOffset).CopyTo(destination.Span[(piece * ScpMessage.MaxDataSize)..]);
            if (sent < count)
                SendRead(sent++);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void SendRead(int piece)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_read.AsSpan(DataOffset), Address + ((uint)piece * ScpMessage.MaxDataSize));
        Send(_read, piece);
    }

    private void Send(byte[] datagram, int sequence)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(datagram.AsSpan(ScpMessage.SequenceOffset), (ushort)sequence);
        _socket.Send(datagram);
    }
}
