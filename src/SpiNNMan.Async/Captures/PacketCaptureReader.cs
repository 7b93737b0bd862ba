using System.Buffers.Binary;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Captures;

/// <summary>Reads the UDP datagrams of captures: pcapng and pcap files of this library, of Wireshark, tshark or tcpdump.</summary>
/// <remarks>Packets that are no whole UDP datagrams over IPv4 are passed over, but counted in <see cref="CapturedDatagram.Frame"/>.</remarks>
public static class PacketCaptureReader
{
    /// <summary>Reads the datagrams of a file, one after the other.</summary>
    /// <param name="path">The name of the file.</param>
    /// <returns>The datagrams, in the order of the file. The file is open while they are enumerated.</returns>
    /// <exception cref="InvalidParameterException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    /// <exception cref="CaptureFormatException">It is not a capture, or it is damaged. The datagrams before the damage come first. A file that ends within a packet, as one that is still written does, is no error.</exception>
    public static IEnumerable<CapturedDatagram> Read(string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidParameterException(nameof(path), path, "it must be the name of a file");

        return ReadFile(path);
    }

    /// <summary>Reads the datagrams of a stream, one after the other.</summary>
    /// <param name="stream">The bytes of the file. It need not be seekable, and stays open.</param>
    /// <exception cref="CaptureFormatException">It is not a capture, or it is damaged.</exception>
    public static IEnumerable<CapturedDatagram> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadStream(stream);
    }

    private static IEnumerable<CapturedDatagram> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        foreach (CapturedDatagram datagram in ReadStream(file))
            yield return datagram;
    }

    private static IEnumerable<CapturedDatagram> ReadStream(Stream stream)
    {
        var source = new CaptureSource(stream);
        if (!source.TryRead(sizeof(uint), out ReadOnlyMemory<byte> magic))
            throw new CaptureFormatException("The file is no capture: it has fewer than 4 bytes.");

        uint number = BinaryPrimitives.ReadUInt32LittleEndian(magic.Span);
        IEnumerable<CapturedPacket> packets = number == PcapngWriter.SectionHeader ? PcapngReader.Read(source)
            : PcapReader.TryDetect(number, out PcapReader? pcap) ? pcap.Read(source)
            : throw new CaptureFormatException($"The file is no capture: it begins with 0x{number:X8}, and not as pcapng (0x0A0D0D0A) or pcap (0xA1B2C3D4) does.");
        int frame = 0;
        foreach (CapturedPacket packet in packets)
        {
            frame++;
            if (UdpUnwrapper.TryUnwrap(packet, frame, out CapturedDatagram? datagram))
                yield return datagram;
        }
    }
}
