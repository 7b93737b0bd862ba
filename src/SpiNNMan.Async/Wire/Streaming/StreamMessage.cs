using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>Writes the messages of streams, as datagrams: padding, an SDP header that wants no reply, and words.</summary>
/// <remarks>Protocol: streaming.md, "Streams to the host" and "Data from the host".</remarks>
internal static class StreamMessage
{
    /// <summary>How many numbers the only message of a list has room for.</summary>
    public const int MaxMissing = 65;

    /// <summary>How many bytes a block of data from the host has at the most.</summary>
    public const int MaxBlock = 65 * sizeof(uint);

    /// <summary>The length of the longest datagram.</summary>
    public const int MaxSize = Start + SdpMessage.MaxDataSize;

    private const int Start = SdpMessage.PadSize + SdpHeader.Size;
    private const int BlockStart = Start + (3 * sizeof(uint));

    private const uint StartSending = 100;
    private const uint FirstMissing = 1000;
    private const uint Clear = 2000;
    private const uint SendToLocation = 200;
    private const uint SendBlock = 2000;
    private const uint TellMissing = 2001;

    /// <summary>To an extra monitor: begins a stream.</summary>
    public static byte[] StartOf(CoreLocation monitor, uint transaction, uint address, uint length) => Make(monitor, StreamPort.Out, StartSending, transaction, address, length);

    /// <summary>To an extra monitor: a list of one message, the numbers of the datagrams that are to come again.</summary>
    public static byte[] MissingOf(CoreLocation monitor, uint transaction, ReadOnlySpan<uint> numbers) => Make(monitor, StreamPort.Out, [FirstMissing, transaction, 1, .. numbers]);

    /// <summary>To an extra monitor: ends a stream.</summary>
    public static byte[] ClearOf(CoreLocation monitor, uint transaction) => Make(monitor, StreamPort.Out, Clear, transaction);

    /// <summary>To a gatherer: says where data go. The place of the chip is counted from that of the gatherer.</summary>
    public static byte[] LocationOf(CoreLocation gatherer, uint transaction, uint address, ChipLocation onBoard, int blocks) =>
        Make(gatherer, StreamPort.In, SendToLocation, transaction, address, ((uint)onBoard.X << 16) | onBoard.Y, (uint)blocks - 1);

    /// <summary>To a gatherer: asks for the blocks that are missing.</summary>
    public static byte[] TellOf(CoreLocation gatherer, uint transaction) => Make(gatherer, StreamPort.In, TellMissing, transaction);

    /// <summary>To a gatherer: a block of data.</summary>
    /// <returns>The length of the datagram.</returns>
    public static int WriteBlock(Span<byte> destination, CoreLocation gatherer, uint transaction, uint number, ReadOnlySpan<byte> data)
    {
        WriteHeader(destination, gatherer, StreamPort.In);
        WriteWords(destination[Start..], SendBlock, transaction, number);
        data.CopyTo(destination[BlockStart..]);
        return BlockStart + data.Length;
    }

    private static byte[] Make(CoreLocation core, byte port, params ReadOnlySpan<uint> words)
    {
        var datagram = new byte[Start + (words.Length * sizeof(uint))];
        WriteHeader(datagram, core, port);
        WriteWords(datagram.AsSpan(Start), words);
        return datagram;
    }

    private static void WriteHeader(Span<byte> destination, CoreLocation core, byte port)
    {
        destination[..SdpMessage.PadSize].Clear();
        new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(core, port), SdpEndpoint.Host(new ChipLocation(0, 0))).Write(destination[SdpMessage.PadSize..]);
    }

    private static void WriteWords(Span<byte> destination, params ReadOnlySpan<uint> words)
    {
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(index * sizeof(uint))..], words[index]);
    }
}
