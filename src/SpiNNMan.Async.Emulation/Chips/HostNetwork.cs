using System.Buffers.Binary;
using System.Net;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The network between a chip's Ethernet and hosts: makes frames of datagrams and datagrams of frames, and answers for the hosts who asks for their addresses.</summary>
/// <remarks>
/// Frames take the time that they take at 100 Mbit/s. Only IPv4 datagrams that are whole are passed on; a chip that sends anything else is not heard. Source: docs/protocol/chip.md, "Ethernet".
/// </remarks>
internal sealed class HostNetwork
{
    /// <summary>The port of the boot ROM.</summary>
    public const int BootPort = 54321;

    private const int ClocksPerByte = 16;
    private const int FrameOverhead = 24;
    private const int ShortestFrame = 60;
    private const int IpOffset = 14;
    private const int UdpOffset = IpOffset + 20;
    private const int PayloadOffset = UdpOffset + 8;
    private const int LongestPayload = 1472;
    private const int ArpLength = IpOffset + 28;
    private const ushort ArpType = 0x0806;
    private const ushort IpType = 0x0800;
    private const byte UdpProtocol = 17;

    private EmulatedChip _chip;
    private readonly int _index;
    private readonly byte[] _hardwareAddress;
    private readonly byte[] _address;
    private readonly Func<IPAddress, bool> _answers;
    private long _wireFreeAt;
    private IPAddress? _bootHost;

    /// <summary>Makes the network of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="index">Its index in the machine.</param>
    /// <param name="hardwareAddress">The six bytes of its hardware address.</param>
    /// <param name="address">Its IPv4 address.</param>
    /// <param name="answers">Whether somebody answers for an address; by default, always.</param>
    public HostNetwork(EmulatedChip chip, int index, ReadOnlySpan<byte> hardwareAddress, IPAddress address, Func<IPAddress, bool>? answers = null)
    {
        _answers = answers ?? (static _ => true);
        _chip = chip;
        _index = index;
        _hardwareAddress = hardwareAddress.ToArray();
        _address = address.GetAddressBytes();
    }

    /// <summary>The datagrams that the chip has sent and nobody has taken yet.</summary>
    public Queue<HostDatagram> Sent { get; } = new();

    /// <summary>Power came to the chip, or went: what was under way is lost.</summary>
    /// <param name="chip">The interface in its place.</param>
    public void Restart(EmulatedChip chip)
    {
        _chip = chip;
        _wireFreeAt = 0;
        _bootHost = null;
    }

    /// <summary>Sends a datagram to the chip.</summary>
    /// <param name="datagram">The datagram; its time is when it starts on the wire.</param>
    /// <returns>Whether it is short enough for one frame.</returns>
    public bool Send(HostDatagram datagram)
    {
        if (datagram.Payload.Length > LongestPayload) return false;
        if (_chip.BootRom.IsWaiting && datagram.ChipPort == BootPort)
        {
            if (BootRom.IsMessage(datagram.Payload.Span)) _bootHost ??= datagram.Host.Address;
            Add(datagram.Time, ChipEventKind.BootMessage, datagram.Payload.ToArray());
            return true;
        }

        Add(datagram.Time, ChipEventKind.Frame, Frame(datagram));
        return true;
    }

    /// <summary>Sends what the boot ROM says: to everybody, or to the host that has spoken to it.</summary>
    public void Announce(ReadOnlyMemory<byte> message, long now) =>
        Sent.Enqueue(new HostDatagram(now, _index, new IPEndPoint(_bootHost ?? IPAddress.Broadcast, BootPort), BootPort, message));

    /// <summary>Gets a frame from the chip.</summary>
    public void Receive(ReadOnlyMemory<byte> frame, long now)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        if (bytes.Length < ArpLength) return;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        if (type == ArpType && bytes[21] == 1) AnswerArp(bytes, now);
        if (type != IpType || bytes[IpOffset] != 0x45 || bytes[IpOffset + 9] != UdpProtocol) return;
        int ipLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[(IpOffset + 2)..]);
        int udpLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[(UdpOffset + 4)..]);
        if (ipLength > bytes.Length - IpOffset || udpLength < 8 || udpLength + 20 > ipLength || Checksum(bytes.Slice(IpOffset, 20)) != 0xffff) return;
        IPEndPoint host = new(new IPAddress(bytes.Slice(IpOffset + 16, 4)), BinaryPrimitives.ReadUInt16BigEndian(bytes[(UdpOffset + 2)..]));
        int port = BinaryPrimitives.ReadUInt16BigEndian(bytes[UdpOffset..]);
        Sent.Enqueue(new HostDatagram(now, _index, host, port, frame.Slice(PayloadOffset, udpLength - 8)));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int index = 0; index + 1 < bytes.Length; index += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[index..]);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return sum;
    }

    /// <summary>The hardware address of a host is made of its IP address.</summary>
    private static void WriteHostAddress(Span<byte> where, ReadOnlySpan<byte> address)
    {
        where[0] = 2;
        where[1] = 0;
        address[..4].CopyTo(where[2..]);
    }

    private void Add(long time, ChipEventKind kind, byte[] bytes)
    {
        long arrives = Math.Max(time, _wireFreeAt) + ((Math.Max(ShortestFrame, bytes.Length) + FrameOverhead) * ClocksPerByte);
        _wireFreeAt = arrives;
        _chip.AddEvent(arrives, new ChipEvent(kind, Frame: bytes));
    }

    private byte[] Frame(HostDatagram datagram)
    {
        ReadOnlySpan<byte> payload = datagram.Payload.Span;
        byte[] frame = new byte[Math.Max(ShortestFrame, PayloadOffset + payload.Length)];
        byte[] host = datagram.Host.Address.MapToIPv4().GetAddressBytes();
        _hardwareAddress.CopyTo(frame, 0);
        WriteHostAddress(frame.AsSpan(6), host);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), IpType);
        Span<byte> ip = frame.AsSpan(IpOffset, 20);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(28 + payload.Length));
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = UdpProtocol;
        host.CopyTo(ip[12..]);
        _address.CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], (ushort)~Checksum(ip));
        Span<byte> udp = frame.AsSpan(UdpOffset);
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)datagram.Host.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)datagram.ChipPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(8 + payload.Length));
        payload.CopyTo(udp[8..]);
        return frame;
    }

    private void AnswerArp(ReadOnlySpan<byte> question, long now)
    {
        if (!_answers(new IPAddress(question.Slice(38, 4)))) return;
        byte[] answer = new byte[ShortestFrame];
        question.Slice(6, 6).CopyTo(answer);
        WriteHostAddress(answer.AsSpan(6), question[38..]);
        question.Slice(12, 8).CopyTo(answer.AsSpan(12));
        answer[21] = 2;
        WriteHostAddress(answer.AsSpan(22), question[38..]);
        question.Slice(38, 4).CopyTo(answer.AsSpan(28));
        question.Slice(22, 10).CopyTo(answer.AsSpan(32));
        Add(now, ChipEventKind.Frame, answer);
    }
}
