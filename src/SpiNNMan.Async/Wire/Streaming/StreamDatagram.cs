using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>A datagram of a stream to the host.</summary>
/// <remarks>
/// <code>
/// 0  u32  number [30:0], end of a round [31]
/// 4  u32  transaction
/// 8  ..   up to 66 words
/// </code>
/// Protocol: streaming.md, "Streams to the host".
/// </remarks>
internal readonly ref struct StreamDatagram
{
    /// <summary>How many bytes a datagram has at the most, besides number and transaction.</summary>
    public const int MaxData = 66 * sizeof(uint);

    private const int HeaderSize = 2 * sizeof(uint);
    private const uint EndBit = 1u << 31;

    private StreamDatagram(uint first, uint transaction, ReadOnlySpan<byte> data)
    {
        Number = first & ~EndBit;
        IsEnd = (first & EndBit) != 0;
        Transaction = transaction;
        Data = data;
    }

    public uint Number { get; }

    /// <summary>Whether the round is over. Data may still be missing.</summary>
    public bool IsEnd { get; }

    public uint Transaction { get; }

    public ReadOnlySpan<byte> Data { get; }

    public static bool TryParse(ReadOnlySpan<byte> source, out StreamDatagram datagram)
    {
        datagram = default;
        if (source.Length is < HeaderSize or > HeaderSize + MaxData || source.Length % sizeof(uint) != 0)
            return false;

        datagram = new StreamDatagram(BinaryPrimitives.ReadUInt32LittleEndian(source), BinaryPrimitives.ReadUInt32LittleEndian(source[sizeof(uint)..]), source[HeaderSize..]);
        return true;
    }
}
