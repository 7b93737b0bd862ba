using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SpiNNMan.Async.Captures;

/// <summary>Reads the packets of a pcap file.</summary>
internal sealed class PcapReader
{
    private const uint Microseconds = 0xA1B2C3D4;
    private const uint Nanoseconds = 0xA1B23C4D;
    private const int RestOfHeader = 20;
    private const int RecordHeader = 16;

    private readonly bool _isBigEndian;
    private readonly long _fractionsPerTick;
    private readonly long _ticksPerFraction;

    private PcapReader(bool isBigEndian, bool isNanoseconds)
    {
        _isBigEndian = isBigEndian;
        _fractionsPerTick = isNanoseconds ? 100 : 1;
        _ticksPerFraction = isNanoseconds ? 1 : TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>The reader for a file that begins with this number, read as little-endian.</summary>
    public static bool TryDetect(uint magic, [NotNullWhen(true)] out PcapReader? reader)
    {
        uint swapped = BinaryPrimitives.ReverseEndianness(magic);
        reader = magic is Microseconds or Nanoseconds ? new PcapReader(isBigEndian: false, magic == Nanoseconds)
            : swapped is Microseconds or Nanoseconds ? new PcapReader(isBigEndian: true, swapped == Nanoseconds)
            : null;
        return reader is not null;
    }

    /// <summary>Reads the packets after the magic number.</summary>
    public IEnumerable<CapturedPacket> Read(CaptureSource source)
    {
        if (!source.TryRead(RestOfHeader, out ReadOnlyMemory<byte> header))
            throw new CaptureFormatException($"The capture ends within its header, at byte {source.Position}.");

        int linkType = (int)(Word(header.Span[16..]) & 0xFFFF);
        while (source.TryRead(RecordHeader, out ReadOnlyMemory<byte> record))
        {
            uint length = Word(record.Span[8..]);
            if (length > CaptureSource.MaxBlock)
                throw new CaptureFormatException($"The packet at byte {source.Position - RecordHeader} of the capture has a length of {length} bytes: the file is damaged.");

            DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks((Word(record.Span) * TimeSpan.TicksPerSecond) + (Word(record.Span[4..]) * _ticksPerFraction / _fractionsPerTick));
            if (!source.TryRead((int)length, out ReadOnlyMemory<byte> bytes))
                yield break;

            yield return new CapturedPacket(linkType, time, bytes, Comment: null);
        }
    }

    private uint Word(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
