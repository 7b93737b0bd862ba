using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Tests.Captures;

/// <summary>Captures of this library and of other programs.</summary>
internal sealed class PacketCaptureReaderTests
{
    private const int Rounds = 20_000;

    /// <summary>IPv4 and UDP headers of a datagram with the bytes 01 02 03 from 10.0.0.1:17893 to 10.0.0.2:4000.</summary>
    private const string Packet = "4500001f000000004011" + "0000" + "0a000001" + "0a000002" + "45e50fa0000b0000" + "010203";

    private static readonly DateTimeOffset s_time = DateTimeOffset.UnixEpoch.AddSeconds(0x10).AddTicks(0x20 * TimeSpan.TicksPerMicrosecond);

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Pcap_files_are_read_in_both_orders_of_bytes_and_both_resolutions(bool isBigEndian, bool isNanoseconds)
    {
        byte[] packet = Bytes(Packet);
        byte[] file =
        [
            .. Words(isBigEndian, isNanoseconds ? 0xA1B23C4D : 0xA1B2C3D4, 0x00040002, 0, 0, 65535, 101),
            .. Words(isBigEndian, 0x10, isNanoseconds ? 0x20u * 1000 : 0x20, (uint)packet.Length, (uint)packet.Length), .. packet,
        ];

        Check(Read(file).Single(), frame: 1);
    }

    [TestCase(1, "000000000000000000000000" + "0800")]
    [TestCase(1, "000000000000000000000000" + "8100" + "0005" + "0800")]
    [TestCase(113, "0000000000000000000000000000" + "0800")]
    [TestCase(276, "0800" + "000000000000000000000000000000000000")]
    [TestCase(0, "02000000")]
    public void The_headers_of_links_are_known(int link, string header)
    {
        byte[] packet = [.. Bytes(header), .. Bytes(Packet)];
        byte[] file = [.. Words(false, 0xA1B2C3D4, 0x00040002, 0, 0, 65535, (uint)link), .. Words(false, 0x10, 0x20, (uint)packet.Length, (uint)packet.Length), .. packet];

        Check(Read(file).Single(), frame: 1);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Pcapng_files_are_read_with_comments_and_resolutions(bool isBigEndian)
    {
        byte[] packet = [.. Bytes(Packet), 0];
        uint length = (uint)packet.Length - 1;
        byte[] file =
        [
            .. Words(isBigEndian, 0x0A0D0D0A, 28, 0x1A2B3C4D), .. Shorts(isBigEndian, 1, 0), .. Words(isBigEndian, uint.MaxValue, uint.MaxValue, 28),
            .. Words(isBigEndian, 1, 32), .. Shorts(isBigEndian, 101, 0), .. Words(isBigEndian, 0), .. Shorts(isBigEndian, 9, 1), .. Bytes("09000000"), .. Words(isBigEndian, 0, 32),
            .. Words(isBigEndian, 0xBAD, 12, 12),
            .. Words(isBigEndian, 6, 32 + 32 + 8 + 4, 0, 0x3, 0xB9ACA000u + (0x20 * 1000), length, length), .. packet,
            .. Shorts(isBigEndian, 1, 3), .. "why"u8, 0, .. Words(isBigEndian, 0, 32 + 32 + 8 + 4),
        ];

        CapturedDatagram datagram = Read(file).Single();

        Assert.That((datagram.Comment, Convert.ToHexString(datagram.Data.Span)), Is.EqualTo(("why", "010203")));
        Assert.That(datagram.Time, Is.EqualTo(DateTimeOffset.UnixEpoch.AddTicks((long)((((ulong)0x3 << 32) | (0xB9ACA000u + (0x20 * 1000))) / 100))));
    }

    [Test]
    public void Packets_that_are_no_datagrams_are_passed_over_and_counted()
    {
        byte[] tcp = Bytes(Packet);
        tcp[9] = 6;
        byte[] fragment = Bytes(Packet);
        fragment[6] = 0x20;
        byte[] good = Bytes(Packet);
        byte[] file = [.. Words(false, 0xA1B2C3D4, 0x00040002, 0, 0, 65535, 101), .. Record(tcp), .. Record(fragment), .. Record([1, 2]), .. Record(good)];

        Check(Read(file).Single(), frame: 4);
    }

    [TestCase("", "no capture")]
    [TestCase("0011", "no capture")]
    [TestCase("7f454c46aabbccdd", "no capture: it begins with 0x464C457F")]
    [TestCase("d4c3b2a10200", "ends within its header")]
    [TestCase("0a0d0d0a1c00000000000000", "order of bytes")]
    [TestCase("0a0d0d0affffffff4d3c2b1a", "size of 4294967295")]
    public void What_is_no_capture_is_said_to_be_none(string bytes, string message) =>
        Assert.That(() => Read(Bytes(bytes)).ToArray(), Throws.InstanceOf<CaptureFormatException>().With.Message.Contains(message));

    [Test]
    public void A_file_that_is_still_written_ends_with_its_last_whole_packet()
    {
        byte[] whole = [.. PcapngWriter.Begin("test"), .. Block(1), .. Block(2)];
        for (int length = whole.Length - Block(2).Length; length < whole.Length; length++)
            Assert.That(Read(whole[..length]).Count(), Is.EqualTo(length < whole.Length - 3 ? 1 : 2).Or.EqualTo(1));
    }

    [Test]
    public void Damaged_files_give_datagrams_or_one_kind_of_error()
    {
        byte[] whole = [.. PcapngWriter.Begin("test"), .. Block(1), .. Block(2), .. Block(3)];
        byte[] pcap = [.. Words(false, 0xA1B2C3D4, 0x00040002, 0, 0, 65535, 101), .. Record(Bytes(Packet)), .. Record(Bytes(Packet))];
        var random = new Random(7);
        int errors = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] file = [.. (round & 1) == 0 ? whole : pcap];
            for (int change = random.Next(1, 6); change > 0; change--)
                file[random.Next(file.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : 255 * random.Next(2));

            try
            {
                Assert.That(Read(file[..random.Next(file.Length + 1)]).Count(), Is.LessThanOrEqualTo(3));
            }
            catch (CaptureFormatException)
            {
                errors++;
            }
        }

        Assert.That(errors, Is.InRange(Rounds / 20, Rounds - 1));
    }

    [Test]
    public void Files_that_are_not_there_are_told_by_the_system()
    {
        Assert.That(() => PacketCaptureReader.Read(""), Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => PacketCaptureReader.Read("/no/such/file.pcapng").ToArray(), Throws.InstanceOf<IOException>());
    }

    private static byte[] Block(int number) =>
        PcapngWriter.Packet(s_time, new IPEndPoint(IPAddress.Loopback, number), new IPEndPoint(IPAddress.Loopback, 17893), isSent: true, new byte[] { 1, 2, 3, 4, 5 }, "why");

    private static void Check(CapturedDatagram datagram, int frame)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(datagram.Frame, Is.EqualTo(frame));
            Assert.That(datagram.Time, Is.EqualTo(s_time));
            Assert.That(datagram.From, Is.EqualTo(IPEndPoint.Parse("10.0.0.1:17893")));
            Assert.That(datagram.To, Is.EqualTo(IPEndPoint.Parse("10.0.0.2:4000")));
            Assert.That(Convert.ToHexString(datagram.Data.Span), Is.EqualTo("010203"));
            Assert.That(datagram.Comment, Is.Null);
        }
    }

    private static IEnumerable<CapturedDatagram> Read(byte[] file) => PacketCaptureReader.Read(new MemoryStream(file));

    private static byte[] Record(byte[] packet) => [.. Words(false, 0x10, 0x20, (uint)packet.Length, (uint)packet.Length), .. packet];

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Words(bool isBigEndian, params uint[] words)
    {
        var bytes = new byte[words.Length * sizeof(uint)];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), isBigEndian ? BinaryPrimitives.ReverseEndianness(words[index]) : words[index]);

        return bytes;
    }

    private static byte[] Shorts(bool isBigEndian, params ushort[] values)
    {
        var bytes = new byte[values.Length * sizeof(ushort)];
        for (int index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(index * sizeof(ushort)), isBigEndian ? BinaryPrimitives.ReverseEndianness(values[index]) : values[index]);

        return bytes;
    }
}
