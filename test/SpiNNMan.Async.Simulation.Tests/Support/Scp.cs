using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>Requests as bytes, written here from the protocol and not by the library that is tested.</summary>
internal static class Scp
{
    public static byte[] Request(int command, int sequence = 1, uint first = 0, uint second = 0, uint third = 0, int x = 0, int y = 0, int core = 0, int port = 0, byte flags = 0x87, byte tag = 255, byte[]? data = null)
    {
        var bytes = new byte[26 + (data?.Length ?? 0)];
        bytes[2] = flags;
        bytes[3] = tag;
        bytes[4] = (byte)((port << 5) | core);
        bytes[5] = 0xFF;
        bytes[6] = (byte)y;
        bytes[7] = (byte)x;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)command);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(14), first);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(18), second);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), third);
        data?.CopyTo(bytes, 26);
        return bytes;
    }

    public static byte[] Version(int x = 255, int y = 255, int sequence = 1) => Request(0, sequence, x: x, y: y);

    /// <summary>A message that no one answers: to a port of a core without a program.</summary>
    public static byte[] Unanswered(int sequence = 1) => Request(0, sequence, core: 1, port: 5);

    public static byte[] Read(uint address, uint length, int x = 0, int y = 0, int sequence = 1, uint unit = 0) =>
        Request(2, sequence, address, length, unit, x, y);

    public static int Result(byte[] reply) => BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(10));

    public static int Sequence(byte[] reply) => BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(12));

    public static byte[] Payload(byte[] reply) => reply[14..];

    /// <summary>The address in the answer to a VER.</summary>
    public static (int X, int Y) Address(byte[] reply) => (reply[17], reply[16]);
}
