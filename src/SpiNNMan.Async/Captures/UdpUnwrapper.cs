using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SpiNNMan.Async.Captures;

/// <summary>Finds the UDP datagram in a packet: behind the headers of its link, of IPv4 and of UDP.</summary>
internal static class UdpUnwrapper
{
    private const int LinkNull = 0;
    private const int LinkEthernet = 1;
    private const int LinkRaw = 101;
    private const int LinkLoop = 108;
    private const int LinkLinux = 113;
    private const int LinkIPv4 = 228;
    private const int LinkLinux2 = 276;
    private const ushort EtherTypeIPv4 = 0x0800;
    private const ushort EtherTypeVlan = 0x8100;
    private const int IPHeaderSize = 20;
    private const int UdpHeaderSize = 8;

    /// <summary>Finds the datagram.</summary>
    /// <returns>Whether the packet is a whole UDP datagram over IPv4.</returns>
    public static bool TryUnwrap(in CapturedPacket packet, int frame, [NotNullWhen(true)] out CapturedDatagram? datagram)
    {
        datagram = null;
        int start = StartOfIP(packet.LinkType, packet.Bytes.Span);
        if (start < 0 || packet.Bytes.Length < start + IPHeaderSize + UdpHeaderSize)
            return false;

        ReadOnlySpan<byte> ip = packet.Bytes.Span[start..];
        int header = (ip[0] & 0x0F) * 4;
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x3FFF) != 0;
        if (ip[0] >> 4 != 4 || ip[9] != 17 || header < IPHeaderSize || isFragment || ip.Length < header + UdpHeaderSize)
            return false;

        ReadOnlySpan<byte> udp = ip[header..];
        int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(udp[4..]), udp.Length) - UdpHeaderSize;
        if (length < 0)
            return false;

        datagram = new CapturedDatagram(
            frame,
            packet.Time,
            new IPEndPoint(new IPAddress(ip[12..16]), BinaryPrimitives.ReadUInt16BigEndian(udp)),
            new IPEndPoint(new IPAddress(ip[16..20]), BinaryPrimitives.ReadUInt16BigEndian(udp[2..])),
            packet.Bytes.Slice(start + header + UdpHeaderSize, length),
            packet.Comment);
        return true;
    }

    private static int StartOfIP(int linkType, ReadOnlySpan<byte> bytes) => linkType switch
    {
        LinkRaw or LinkIPv4 => 0,
        LinkNull or LinkLoop => 4,
        LinkEthernet => AfterEtherType(bytes, 12),
        LinkLinux => AfterEtherType(bytes, 14),
        LinkLinux2 => bytes.Length >= 20 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == EtherTypeIPv4 ? 20 : -1,
        _ => -1,
    };

    private static int AfterEtherType(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes.Length >= at + 2)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (type == EtherTypeIPv4)
                return at + 2;
            if (type != EtherTypeVlan)
                return -1;

            at += 4;
        }

        return -1;
    }
}
