using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>The answer of a gatherer about data from the host: all of it is there, or the numbers of blocks that are missing.</summary>
/// <remarks>
/// <code>
/// 0  u32  2003: finished; 2002: missing
/// 4  u32  transaction
/// 8  ..   up to 66 numbers, or 0xFFFFFFFE alone: all blocks
/// </code>
/// A list has no end mark. A datagram with fewer than 66 numbers is the last one. Protocol: streaming.md, "Data from the host".
/// </remarks>
internal readonly ref struct GathererAnswer
{
    /// <summary>How many numbers a datagram has room for.</summary>
    public const int MaxNumbers = 66;

    private const int HeaderSize = 2 * sizeof(uint);
    private const uint Missing = 2002;
    private const uint Finished = 2003;
    private const uint All = 0xFFFFFFFE;

    private readonly ReadOnlySpan<byte> _numbers;

    private GathererAnswer(bool isFinished, uint transaction, ReadOnlySpan<byte> numbers)
    {
        IsFinished = isFinished;
        Transaction = transaction;
        _numbers = numbers;
    }

    public bool IsFinished { get; }

    public uint Transaction { get; }

    public int Count => _numbers.Length / sizeof(uint);

    /// <summary>Whether no block has arrived.</summary>
    public bool IsAllMissing => !IsFinished && Count == 1 && this[0] == All;

    /// <summary>Whether no other datagram of the same list follows.</summary>
    public bool IsLast => Count < MaxNumbers;

    public uint this[int index] => BinaryPrimitives.ReadUInt32LittleEndian(_numbers[(index * sizeof(uint))..]);

    public static bool TryParse(ReadOnlySpan<byte> source, out GathererAnswer answer)
    {
        answer = default;
        if (source.Length is < HeaderSize or > HeaderSize + (MaxNumbers * sizeof(uint)) || source.Length % sizeof(uint) != 0)
            return false;

        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(source);
        answer = new GathererAnswer(kind == Finished, BinaryPrimitives.ReadUInt32LittleEndian(source[sizeof(uint)..]), source[HeaderSize..]);
        return kind == Finished ? answer.Count == 0 : kind == Missing && answer.Count > 0;
    }
}
