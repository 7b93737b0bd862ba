using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SpiNNMan.Async.Simulation.Tests.EndToEnd;

/// <summary>A host that knows nothing but sockets and what the protocol says about bytes.</summary>
internal sealed class RawHost : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private ushort _sequence;

    public RawHost(IPEndPoint device)
    {
        _socket.ReceiveTimeout = 10_000;
        _socket.Connect(device);
    }

    /// <summary>How many milliseconds to wait for a reply.</summary>
    public int Patience
    {
        set => _socket.ReceiveTimeout = value;
    }

    /// <summary>Sends a request and returns the reply: its result, and what follows the sequence number.</summary>
    public (int Result, byte[] Data) Exchange(int command, uint first = 0, uint second = 0, uint third = 0, byte x = 255, byte y = 255, int core = 0, byte[]? data = null)
    {
        byte[] request = Message(command, ++_sequence, first, second, third, x, y, core, data ?? []);
        _socket.Send(request);
        var reply = new byte[512];
        while (true)
        {
            int length = _socket.Receive(reply);
            if (length >= 14 && BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(12)) == _sequence)
                return (BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(10)), reply[14..length]);
        }
    }

    /// <summary>The same, for what must succeed.</summary>
    public byte[] Ask(int command, uint first = 0, uint second = 0, uint third = 0, byte x = 255, byte y = 255, int core = 0, byte[]? data = null)
    {
        (int result, byte[] reply) = Exchange(command, first, second, third, x, y, core, data);
        Assert.That(result, Is.EqualTo(0x80), $"command {command} for {x},{y}");
        return reply;
    }

    /// <summary>Sends bytes as they are.</summary>
    public void Send(ReadOnlySpan<byte> datagram) => _socket.Send(datagram);

    public static uint Word(ReadOnlySpan<byte> bytes, int offset = 0) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    public static byte[] Words(params uint[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);

        return bytes;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Two bytes of padding, the header of eight, command and sequence number, three arguments, data.</summary>
    private static byte[] Message(int command, ushort sequence, uint first, uint second, uint third, byte x, byte y, int core, byte[] data)
    {
        byte[] head = [0, 0, 0x87, 0xFF, (byte)core, 0xFF, y, x, 0, 0, (byte)command, 0, (byte)sequence, (byte)(sequence >> 8)];
        return [.. head, .. Words(first, second, third), .. data];
    }
}
