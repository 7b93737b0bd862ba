using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SpiNNMan.Async.Captures;

/// <summary>Makes the blocks of a pcapng file: sections, interfaces and packets. A packet is an IPv4 packet with a UDP datagram.</summary>
internal static class PcapngWriter
{
    /// <summary>The type of the blocks that hold packets.</summary>
    public const uint EnhancedPacket = 6;

    /// <summary>The type of the block that begins a section.</summary>
    public const uint SectionHeader = 0x0A0D0D0A;

    /// <summary>The type of the block that describes an interface.</summary>
    public const uint InterfaceDescription = 1;

    /// <summary>The number that shows the order of bytes.</summary>
    public const uint ByteOrderMagic = 0x1A2B3C4D;

    /// <summary>The link type of packets that begin with the IP header.</summary>
    public const ushort LinkTypeRaw = 101;

    private const ushort OptionEnd = 0;
    private const ushort OptionComment = 1;
    private const ushort OptionPacketFlags = 2;
    private const ushort OptionApplication = 4;
    private const ushort OptionResolution = 9;
    private const int IPHeaderSize = 20;
    private const int UdpHeaderSize = 8;

    /// <summary>Times count tenths of microseconds, as <see cref="TimeSpan.Ticks"/> do.</summary>
    private const byte Resolution = 7;

    /// <summary>The section header, and the one interface of the file.</summary>
    public static byte[] Begin(string application)
    {
        var bytes = new List<byte>();
        AddBlock(bytes, SectionHeader, body =>
        {
            AddWord(body, ByteOrderMagic);
            AddShort(body, 1);
            AddShort(body, 0);
            AddWord(body, uint.MaxValue);
            AddWord(body, uint.MaxValue);
            AddOption(body, OptionApplication, Encoding.UTF8.GetBytes(application));
            AddOption(body, OptionEnd, []);
        });
        AddBlock(bytes, InterfaceDescription, static body =>
        {
            AddShort(body, LinkTypeRaw);
            AddShort(body, 0);
            AddWord(body, 0);
            AddOption(body, OptionResolution, [Resolution]);
            AddOption(body, OptionEnd, []);
        });
        return [.. bytes];
    }

    /// <summary>The block of one datagram.</summary>
    /// <param name="time">When it was sent or received.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="isSent">Whether this computer sent it.</param>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="comment">A comment, or nothing.</param>
    public static byte[] Packet(DateTimeOffset time, IPEndPoint from, IPEndPoint to, bool isSent, ReadOnlySpan<byte> datagram, string? comment)
    {
        int length = IPHeaderSize + UdpHeaderSize + datagram.Length;
        byte[] text = comment is null ? [] : Encoding.UTF8.GetBytes(comment);
        int options = 8 + (text.Length > 0 ? 4 + Padded(text.Length) : 0) + 4;
        int size = 12 + 20 + Padded(length) + options;
        var block = new byte[size];
        long ticks = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
        Span<byte> rest = block;
        Put(ref rest, EnhancedPacket);
        Put(ref rest, (uint)size);
        Put(ref rest, 0);
        Put(ref rest, (uint)(ticks >> 32));
        Put(ref rest, (uint)ticks);
        Put(ref rest, (uint)length);
        Put(ref rest, (uint)length);
        WritePacket(rest, from, to, datagram);
        rest = rest[Padded(length)..];
        Put(ref rest, OptionPacketFlags | (4u << 16));
        Put(ref rest, isSent ? 2u : 1u);
        if (text.Length > 0)
        {
            Put(ref rest, OptionComment | ((uint)text.Length << 16));
            text.CopyTo(rest);
            rest = rest[Padded(text.Length)..];
        }

        Put(ref rest, OptionEnd);
        Put(ref rest, (uint)size);
        return block;
    }

    private static void WritePacket(Span<byte> packet, IPEndPoint from, IPEndPoint to, ReadOnlySpan<byte> datagram)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(IPHeaderSize + UdpHeaderSize + datagram.Length));
        packet[8] = 64;
        packet[9] = 17;
        WriteAddress(from.Address, packet[12..16]);
        WriteAddress(to.Address, packet[16..20]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Checksum(packet[..IPHeaderSize]));
        Span<byte> udp = packet[IPHeaderSize..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(UdpHeaderSize + datagram.Length));
        datagram.CopyTo(udp[UdpHeaderSize..]);
    }

    /// <summary>Writes an address; one that is not of IPv4 is left as 0.0.0.0.</summary>
    private static void WriteAddress(IPAddress address, Span<byte> bytes)
    {
        IPAddress four = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (!four.TryWriteBytes(bytes, out int written) || written != bytes.Length)
            bytes.Clear();
    }

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int at = 0; at < header.Length; at += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[at..]);

        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);

        return (ushort)~sum;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static void Put(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static void AddBlock(List<byte> bytes, uint type, Action<List<byte>> fill)
    {
        var body = new List<byte>();
        fill(body);
        uint size = (uint)(12 + body.Count);
        AddWord(bytes, type);
        AddWord(bytes, size);
        bytes.AddRange(body);
        AddWord(bytes, size);
    }

    private static void AddOption(List<byte> bytes, ushort option, byte[] value)
    {
        AddShort(bytes, option);
        AddShort(bytes, (ushort)value.Length);
        bytes.AddRange(value);
        bytes.AddRange(new byte[Padded(value.Length) - value.Length]);
    }

    private static void AddShort(List<byte> bytes, ushort value) => bytes.AddRange([(byte)value, (byte)(value >> 8)]);

    private static void AddWord(List<byte> bytes, uint value) => bytes.AddRange([(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)]);
}
