using System.Buffers.Binary;
using System.Net;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Makes captures as tcpdump writes them: classic pcap, of Ethernet.</summary>
internal sealed class PcapFile
{
    private const int EthernetSize = 14;
    private const int HeadersSize = EthernetSize + 20 + 8;

    private readonly List<byte> _file = [];
    private DateTimeOffset _now = new(2026, 11, 30, 6, 15, 0, TimeSpan.Zero);

    public PcapFile()
    {
        Word(0xA1B2C3D4);
        Word(0x00040002);
        Word(0);
        Word(0);
        Word(65535);
        Word(1);
    }

    /// <summary>The file.</summary>
    public byte[] Bytes => [.. _file];

    /// <summary>Lets time pass.</summary>
    public void Wait(double milliseconds) => _now += TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Adds a datagram.</summary>
    public void Add(IPEndPoint from, IPEndPoint to, byte[] data)
    {
        var packet = new byte[HeadersSize + data.Length];
        packet[12] = 8;
        Span<byte> ip = packet.AsSpan(EthernetSize);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(packet.Length - EthernetSize));
        ip[9] = 17;
        from.Address.GetAddressBytes().CopyTo(ip[12..]);
        to.Address.GetAddressBytes().CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(8 + data.Length));
        data.CopyTo(ip[28..]);
        long microseconds = (_now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Word((uint)(microseconds / 1_000_000));
        Word((uint)(microseconds % 1_000_000));
        Word((uint)packet.Length);
        Word((uint)packet.Length);
        _file.AddRange(packet);
    }

    /// <summary>Adds a request to read 256 bytes.</summary>
    public void Request(IPEndPoint host, IPEndPoint board, ushort sequence, byte command = 2) =>
        Add(host, board, [0, 0, 0x87, 0xFF, 0, 0xFF, 0, 0, 0, 0, command, 0, (byte)sequence, (byte)(sequence >> 8), 0, 0, 0, 0x60, 0, 1, 0, 0, 2, 0, 0, 0]);

    /// <summary>Adds a reply.</summary>
    public void Reply(IPEndPoint host, IPEndPoint board, ushort sequence, byte result = 0x80, byte[]? data = null) =>
        Add(board, host, [0, 0, 7, 0xFF, 0xFF, 0, 0, 0, 0, 0, result, 0, (byte)sequence, (byte)(sequence >> 8), .. data ?? []]);

    private void Word(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _file.AddRange(bytes);
    }
}
