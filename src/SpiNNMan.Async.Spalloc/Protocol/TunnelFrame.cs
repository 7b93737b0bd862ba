using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The frames of the tunnel: words of 32 bits, the low byte first, and then a datagram as it is.</summary>
/// <remarks>Protocol: spalloc.md, "The tunnel".</remarks>
internal static class TunnelFrame
{
    private const int Word = sizeof(uint);

    /// <summary>The bytes before the datagram of a message by a channel to one board.</summary>
    public const int MessageHeader = 2 * Word;

    /// <summary>The bytes before the datagram of a message by a channel that is not bound.</summary>
    public const int MessageToHeader = 5 * Word;

    /// <summary>The longest text of a refusal, in bytes; a longer one is left out.</summary>
    public const int LongestError = 1000;

    public static byte[] Open(uint correlation, int x, int y, int port) => Words(TunnelOperation.Open, correlation, (uint)x, (uint)y, (uint)port);

    public static byte[] OpenUnconnected(uint correlation) => Words(TunnelOperation.OpenUnconnected, correlation);

    /// <summary>Asks to close a channel; also the answer, in which channel 0 says that it was not open.</summary>
    public static byte[] Close(uint correlation, uint channel) => Words(TunnelOperation.Close, correlation, channel);

    /// <summary>The answer to <see cref="Open"/>.</summary>
    public static byte[] Opened(uint correlation, uint channel) => Words(TunnelOperation.Open, correlation, channel);

    /// <summary>The answer to <see cref="OpenUnconnected"/>: the address, in the order of networks, and the port that it has at the service.</summary>
    public static byte[] OpenedUnconnected(uint correlation, uint channel, IPEndPoint local)
    {
        byte[] frame = Words(TunnelOperation.OpenUnconnected, correlation, channel, 0, (uint)local.Port);
        local.Address.MapToIPv4().TryWriteBytes(frame.AsSpan(3 * Word), out _);
        return frame;
    }

    public static byte[] Message(uint channel, ReadOnlySpan<byte> datagram) => [.. Words(TunnelOperation.Message, channel), .. datagram];

    public static byte[] MessageTo(uint channel, int x, int y, int port, ReadOnlySpan<byte> datagram) =>
        [.. Words(TunnelOperation.MessageTo, channel, (uint)x, (uint)y, (uint)port), .. datagram];

    public static byte[] Error(uint correlation, string text)
    {
        byte[] words = Encoding.UTF8.GetBytes(text);
        return [.. Words(TunnelOperation.Error, correlation), .. words.Length > LongestError ? [] : words];
    }

    /// <summary>Takes the operation and the word after it, a correlation number or a channel, from a frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out TunnelOperation operation, out uint number)
    {
        bool isFrame = frame.Length >= 2 * Word;
        operation = isFrame ? (TunnelOperation)WordAt(frame, 0) : default;
        number = isFrame ? WordAt(frame, 1) : 0;
        return isFrame;
    }

    /// <summary>Puts the channel into a message.</summary>
    public static void SetChannel(Span<byte> message, uint channel) => BinaryPrimitives.WriteUInt32LittleEndian(message[Word..], channel);

    /// <summary>The word at a place, the first being 0.</summary>
    public static uint WordAt(ReadOnlySpan<byte> frame, int index) => BinaryPrimitives.ReadUInt32LittleEndian(frame[(index * Word)..]);

    /// <summary>Takes address and port from the answer to <see cref="OpenUnconnected"/>.</summary>
    public static bool TryParseLocal(ReadOnlySpan<byte> frame, out IPEndPoint? local)
    {
        local = null;
        if (frame.Length < 5 * Word || WordAt(frame, 4) > IPEndPoint.MaxPort)
            return false;

        local = new IPEndPoint(new IPAddress(frame.Slice(3 * Word, Word)), (int)WordAt(frame, 4));
        return true;
    }

    private static byte[] Words(TunnelOperation operation, params ReadOnlySpan<uint> words)
    {
        byte[] frame = new byte[(1 + words.Length) * Word];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)operation);
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan((1 + index) * Word), words[index]);

        return frame;
    }
}
