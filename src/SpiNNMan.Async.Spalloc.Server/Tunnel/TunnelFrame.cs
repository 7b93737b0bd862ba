using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>Reads and writes the messages of the tunnel: little-endian words, and a payload after them.</summary>
internal static class TunnelFrame
{
    /// <summary>How long each operation is, without its payload; the first word included.</summary>
    public const int OpenLength = 20;
    public const int CloseLength = 12;
    public const int OpenUnconnectedLength = 8;
    public const int MessageLength = 8;
    public const int MessageToLength = 20;

    private const int WordSize = sizeof(uint);
    private const int LongestError = 1000;

    /// <summary>A word of a message.</summary>
    public static uint Word(ReadOnlySpan<byte> message, int index) => BinaryPrimitives.ReadUInt32LittleEndian(message[(index * WordSize)..]);

    /// <summary>A channel to a board was opened.</summary>
    public static byte[] Opened(uint correlation, uint channel) => Words((uint)TunnelOperation.Open, correlation, channel);

    /// <summary>A channel was closed; 0 if there was none.</summary>
    public static byte[] Closed(uint correlation, uint channel) => Words((uint)TunnelOperation.Close, correlation, channel);

    /// <summary>A channel that all boards can send to was opened.</summary>
    public static byte[] OpenedUnconnected(uint correlation, uint channel, IPEndPoint local)
    {
        byte[] frame = Words((uint)TunnelOperation.OpenUnconnected, correlation, channel, 0, (uint)local.Port);
        local.Address.MapToIPv4().GetAddressBytes().CopyTo(frame, 3 * WordSize);
        return frame;
    }

    /// <summary>A datagram has come.</summary>
    public static byte[] Message(uint channel, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[MessageLength + payload.Length];
        Words((uint)TunnelOperation.Message, channel).CopyTo(frame, 0);
        payload.CopyTo(frame.AsSpan(MessageLength));
        return frame;
    }

    /// <summary>A channel could not be opened.</summary>
    public static byte[] Error(uint correlation, string problem)
    {
        byte[] text = Encoding.UTF8.GetBytes(problem);
        return [.. Words((uint)TunnelOperation.Error, correlation), .. text.Length > LongestError ? [] : text];
    }

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        var frame = new byte[words.Length * WordSize];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(i * WordSize), words[i]);

        return frame;
    }
}
