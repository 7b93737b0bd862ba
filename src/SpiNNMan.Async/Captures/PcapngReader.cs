using System.Buffers.Binary;
using System.Text;

namespace SpiNNMan.Async.Captures;

/// <summary>Reads the packets of a pcapng file.</summary>
internal sealed class PcapngReader
{
    private const uint SimplePacket = 3;
    private const ushort OptionComment = 1;
    private const ushort OptionResolution = 9;
    private const ushort OptionOffset = 14;
    private const int Overhead = 12;
    private const int MostInterfaces = 4096;

    private readonly List<Interface> _interfaces = [];
    private bool _isBigEndian;

    private PcapngReader()
    {
    }

    /// <summary>Reads the packets of a file whose first four bytes have been read.</summary>
    public static IEnumerable<CapturedPacket> Read(CaptureSource source) => new PcapngReader().ReadBlocks(source);

    private IEnumerable<CapturedPacket> ReadBlocks(CaptureSource source)
    {
        uint type = PcapngWriter.SectionHeader;
        while (true)
        {
            if (!source.TryRead(sizeof(uint), out ReadOnlyMemory<byte> sizeBytes))
                yield break;

            long start = source.Position - (2 * sizeof(uint));
            ReadOnlyMemory<byte> magic = default;
            if (type == PcapngWriter.SectionHeader)
            {
                if (!source.TryRead(sizeof(uint), out magic))
                    yield break;

                BeginSection(magic.Span, start);
            }

            uint size = Word(sizeBytes.Span);
            if (size < Overhead + magic.Length || size > CaptureSource.MaxBlock || size % sizeof(uint) != 0)
                throw new CaptureFormatException($"The block at byte {start} of the capture has a size of {size} bytes: the file is damaged.");
            if (!source.TryRead((int)size - (2 * sizeof(uint)) - magic.Length, out ReadOnlyMemory<byte> rest))
                yield break;

            if (ReadBlock(type, rest[..^sizeof(uint)], start) is { } packet)
                yield return packet;

            if (!source.TryRead(sizeof(uint), out ReadOnlyMemory<byte> next))
                yield break;

            // The type of a section header reads the same in both orders of bytes.
            type = Word(next.Span);
        }
    }

    private void BeginSection(ReadOnlySpan<byte> magic, long start)
    {
        uint order = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        _isBigEndian = order switch
        {
            PcapngWriter.ByteOrderMagic => false,
            _ when BinaryPrimitives.ReverseEndianness(order) == PcapngWriter.ByteOrderMagic => true,
            _ => throw new CaptureFormatException($"The section at byte {start} of the capture has an order of bytes of 0x{order:X8}: the file is damaged."),
        };
        _interfaces.Clear();
    }

    private CapturedPacket? ReadBlock(uint type, ReadOnlyMemory<byte> body, long start)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        switch (type)
        {
            case PcapngWriter.InterfaceDescription:
                Require(bytes, 8, start);
                if (_interfaces.Count == MostInterfaces)
                    throw new CaptureFormatException($"The block at byte {start} of the capture is interface {MostInterfaces + 1}: the file is damaged.");

                _interfaces.Add(Interface.Read(Short(bytes), OptionsOf(body[8..]), _isBigEndian));
                return null;
            case PcapngWriter.EnhancedPacket:
                Require(bytes, 20, start);
                uint captured = Word(bytes[12..]);
                if (captured > bytes.Length - 20)
                    throw new CaptureFormatException($"The packet at byte {start} of the capture has a length of {captured} bytes, and its block has {bytes.Length - 20}: the file is damaged.");

                Interface over = InterfaceOf(Word(bytes), start);
                int padded = Math.Min((int)((captured + 3) & ~3u), bytes.Length - 20);
                string? comment = OptionsOf(body[(20 + padded)..]).Where(static option => option.Code == OptionComment).Select(static option => Encoding.UTF8.GetString(option.Value.Span)).FirstOrDefault();
                return new CapturedPacket(over.LinkType, over.TimeOf(((ulong)Word(bytes[4..]) << 32) | Word(bytes[8..])), body.Slice(20, (int)captured), comment);
            case SimplePacket:
                Require(bytes, 4, start);
                return new CapturedPacket(InterfaceOf(0, start).LinkType, DateTimeOffset.UnixEpoch, body.Slice(4, (int)Math.Min(Word(bytes), (uint)bytes.Length - 4)), Comment: null);
            default:
                return null;
        }
    }

    private static void Require(ReadOnlySpan<byte> bytes, int length, long start)
    {
        if (bytes.Length < length)
            throw new CaptureFormatException($"The block at byte {start} of the capture has {bytes.Length} bytes of {length}: the file is damaged.");
    }

    private Interface InterfaceOf(uint number, long start) => number < _interfaces.Count
        ? _interfaces[(int)number]
        : throw new CaptureFormatException($"The packet at byte {start} of the capture is of interface {number}, and {_interfaces.Count} are described before it: the file is damaged.");

    /// <summary>The options at the end of a block. Options that do not fit are passed over.</summary>
    private List<(ushort Code, ReadOnlyMemory<byte> Value)> OptionsOf(ReadOnlyMemory<byte> bytes)
    {
        var options = new List<(ushort, ReadOnlyMemory<byte>)>();
        while (bytes.Length >= 4)
        {
            ushort code = Short(bytes.Span);
            int length = Short(bytes.Span[2..]);
            if (code == 0 || length > bytes.Length - 4)
                break;

            options.Add((code, bytes.Slice(4, length)));
            bytes = bytes[Math.Min(bytes.Length, 4 + ((length + 3) & ~3))..];
        }

        return options;
    }

    private uint Word(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort Short(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>An interface of a section.</summary>
    private sealed record Interface(int LinkType, double TicksPerUnit, long Offset)
    {
        private const double DefaultTicks = TimeSpan.TicksPerMicrosecond;
        private const int FinestResolution = 18;
        private const long MostSeconds = 1_000_000_000_000;
        private static readonly long s_mostTicks = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks;

        public static Interface Read(int linkType, List<(ushort Code, ReadOnlyMemory<byte> Value)> options, bool isBigEndian)
        {
            double ticks = DefaultTicks;
            long offset = 0;
            foreach ((ushort code, ReadOnlyMemory<byte> value) in options)
            {
                if (code == OptionResolution && value.Length >= 1)
                    ticks = TimeSpan.TicksPerSecond / Math.Pow((value.Span[0] & 0x80) == 0 ? 10 : 2, Math.Min(value.Span[0] & 0x7F, FinestResolution));
                else if (code == OptionOffset && value.Length >= sizeof(long))
                    offset = isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : BinaryPrimitives.ReadInt64LittleEndian(value.Span);
            }

            return new Interface(linkType, ticks, offset);
        }

        /// <summary>A time, within the range that this program knows.</summary>
        public DateTimeOffset TimeOf(ulong units)
        {
            decimal seconds = Math.Clamp(Offset, -MostSeconds, MostSeconds);
            decimal ticks = (units * (decimal)TicksPerUnit) + (seconds * TimeSpan.TicksPerSecond);
            return DateTimeOffset.UnixEpoch.AddTicks((long)Math.Clamp(ticks, 0, s_mostTicks));
        }
    }
}
