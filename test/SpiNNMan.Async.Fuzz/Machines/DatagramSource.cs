using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Boot;

namespace SpiNNMan.Async.Fuzz.Machines;

/// <summary>Makes the datagrams: commands that make sense but for what they ask, recorded ones, and both of them changed.</summary>
internal sealed class DatagramSource
{
    private const int HeaderSize = 26;
    private const int Power = 57;
    private const int Reset = 55;
    private const int IPTag = 26;
    private const int Read = 2;
    private const int Write = 3;
    private const int Fill = 5;
    private const int MostDelay = 10;

    private static readonly string[] s_files = ["scp_requests.json", "scp_responses.json", "sdp.json", "eieio_data.json", "eieio_commands.json", "boot.json", "transcripts.json", "../Recordings/trace-4.0.0.json"];
    private static readonly uint[] s_addresses = [0, 0x00400000, 0x60000000, 0x60240000, 0x67800000, 0x67840000, 0x678C4040, 0xE1000000, 0xE1010000, 0xE2000000, 0xE5000000, 0xE5007000, 0xE5007F00, 0xF5007F02, 0xFFFF0000];
    private static readonly uint[] s_sizes = [0, 1, 2, 3, 4, 16, 32, 255, 256, 257, 0x8000, 0x20000, 0x7FFFFFFF, 0xFFFFFFFF];
    private static readonly Lazy<IReadOnlyList<byte[]>> s_seeds = new(static () => SeedCorpus.Load(s_files));

    private readonly RandomNumbers _random;
    private readonly Mutator _mutator;
    private readonly ushort[] _reversePorts;

    public DatagramSource(RandomNumbers random, ReadOnlySpan<ushort> reversePorts)
    {
        _random = random;
        _mutator = new Mutator(random, s_seeds.Value);
        _reversePorts = reversePorts.ToArray();
    }

    /// <summary>A VER to whatever is booted, or to a BMP.</summary>
    public static byte[] Version { get; } = [0, 0, 0x87, 0xFF, 0, 0xFF, 0, 0, 0, 0, 0, 0, 1, 0, .. new byte[12]];

    /// <summary>What boots a virtual board.</summary>
    public static IReadOnlyList<byte[]> BootImage { get; } = [.. MakeBootImage()];

    /// <summary>Makes a datagram for a port.</summary>
    public byte[] Next(DatagramKind kind)
    {
        byte[] datagram = _random.Below(4) switch
        {
            0 => _mutator.Next(),
            _ when kind is DatagramKind.Boot => BootImage[_random.Below(BootImage.Count)],
            _ when kind is DatagramKind.Anything => _mutator.Next(),
            _ => MakeCommand(kind),
        };
        if (_random.Below(6) == 0)
            datagram = Spoil(datagram);

        if (kind is DatagramKind.Bmp)
            Hurry(datagram);

        return datagram;
    }

    private static IEnumerable<byte[]> MakeBootImage()
    {
        byte[] image = VirtualBootImage.Create();
        const int blockSize = 1024;
        int blocks = (image.Length + blockSize - 1) / blockSize;
        yield return MakeBootDatagram(1, 0, 0, (uint)(blocks - 1), []);
        for (int block = 0; block < blocks; block++)
            yield return MakeBootDatagram(3, (uint)((255 << 8) | block), 0, 0, image.AsSpan(block * blockSize, Math.Min(blockSize, image.Length - (block * blockSize))));

        yield return MakeBootDatagram(5, 1, 0, 0, []);
    }

    private static byte[] MakeBootDatagram(uint opcode, uint first, uint second, uint third, ReadOnlySpan<byte> data)
    {
        var datagram = new byte[18 + data.Length];
        datagram[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(2), opcode);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(6), first);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(10), second);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(14), third);
        for (int at = 0; at + sizeof(uint) <= data.Length; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(18 + at), BinaryPrimitives.ReadUInt32LittleEndian(data[at..]));

        return datagram;
    }

    /// <summary>A BMP that is told to wait for a minute before it switches a board on does wait: nothing to find in that.</summary>
    private static void Hurry(byte[] datagram)
    {
        if (datagram.Length >= HeaderSize && datagram[10] is Power or Reset && datagram[11] == 0)
            BinaryPrimitives.WriteUInt16LittleEndian(datagram.AsSpan(16), (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(datagram.AsSpan(16)) % MostDelay));
    }

    private byte[] MakeCommand(DatagramKind kind)
    {
        var datagram = new byte[HeaderSize + (_random.Below(2) * _random.Below(257))];
        _random.Fill(datagram.AsSpan(HeaderSize));
        datagram[2] = (byte)(_random.Below(16) switch { < 7 => 0x07, 7 => 0xA7, 8 => _random.Below(256), _ => 0x87 });
        datagram[3] = (byte)(_random.Below(8) == 0 ? _random.Below(20) : 0xFF);
        datagram[4] = (byte)(_random.Below(8) == 0 ? _random.Below(256) : _random.Below(_random.Below(3) == 0 ? 19 : 1));
        datagram[5] = (byte)(_random.Below(16) == 0 ? _random.Below(256) : 0xFF);
        bool isRoot = _random.Below(4) == 0;
        datagram[6] = isRoot ? (byte)0xFF : (byte)_random.Below(_random.Below(8) == 0 ? 256 : 9);
        datagram[7] = isRoot ? (byte)0xFF : (byte)_random.Below(_random.Below(8) == 0 ? 256 : 9);
        int command = kind is DatagramKind.Bmp && _random.Below(2) == 0 ? 48 + _random.Below(16) : _random.Below(_random.Below(16) == 0 ? 256 : 34);
        datagram[10] = (byte)command;
        BinaryPrimitives.WriteUInt16LittleEndian(datagram.AsSpan(12), (ushort)_random.Next());
        for (int argument = 0; argument < 3; argument++)
            BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(14 + (4 * argument)), MakeArgument());

        if (command == IPTag && _random.Below(2) == 0)
            MakeReverseTag(datagram);
        else if (command is Read or Write or Fill && _random.Below(4) > 0)
            MakeAccess(datagram);

        return datagram;
    }

    private uint MakeArgument() => _random.Below(6) switch
    {
        0 => (uint)_random.Next(),
        1 => s_addresses[_random.Below(s_addresses.Length)] + (uint)_random.Below(64),
        2 => s_addresses[_random.Below(s_addresses.Length)],
        3 => s_sizes[_random.Below(s_sizes.Length)],
        4 => (uint)_random.Below(256) << (8 * _random.Below(4)),
        _ => (uint)_random.Below(8),
    };

    private void MakeReverseTag(byte[] datagram)
    {
        // SET, for one of the ports that are fuzzed, to some core.
        uint set = 0x20010000 | ((uint)_random.Below(256) << 8) | (uint)_random.Below(16);
        BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(14), set);
        BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(18), ((uint)_random.Below(3) << 16) | _reversePorts[_random.Below(_reversePorts.Length)]);
    }

    /// <summary>An access to memory that is there: others kill the monitor, and what comes after finds nothing.</summary>
    private void MakeAccess(byte[] datagram)
    {
        uint address = s_addresses[1 + _random.Below(s_addresses.Length - 2)] & ~3u;
        BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(14), address + (4 * (uint)_random.Below(256)));
        BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(datagram[10] == Fill ? 22 : 18), (uint)_random.Below(260));
        if (datagram[10] != Fill)
            BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(22), (uint)_random.Below(3));
    }

    private byte[] Spoil(byte[] datagram)
    {
        byte[] spoilt = _random.Below(3) == 0 ? datagram[.._random.Below(datagram.Length + 1)] : [.. datagram];
        for (int i = _random.Below(4); i >= 0 && spoilt.Length > 0; i--)
            spoilt[_random.Below(spoilt.Length)] = (byte)_random.Next();

        return spoilt;
    }
}
