using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>
/// The boot ROM. It waits for an image, from the network or from a neighbour. It copies the image to the instruction memory of the monitor core, and starts it there. Its other
/// cores sleep.
/// </summary>
/// <remarks>
/// Messages from the network are told in docs/protocol/boot.md, those of neighbours in docs/protocol/chip.md, "Start". What is in the ROM itself is only what cores execute that
/// are reset while the vectors are there: they sleep. It also does what the serial ROM says: blocks there go to memory.
/// </remarks>
internal sealed unsafe class BootRom
{
    /// <summary>The largest image, in bytes.</summary>
    public const int LargestImage = 32 * 1024;

    private const int HeaderLength = 18;
    private const int Blocks = 256;
    private const int None = -1;
    private const uint WaitForInterrupt = 0xee070f90;
    private const byte BlockMark = 0x3a;
    private const byte NothingMark = 0x55;
    private const int BlockHeader = 7;

    private readonly EmulatedChip _chip;
    private readonly byte[] _image = new byte[LargestImage];
    private readonly bool[] _blocks = new bool[Blocks];
    private readonly uint[] _words = new uint[Blocks];
    private readonly bool[] _wordsHere = new bool[Blocks];
    private Source _source;
    private int _blockCount;
    private int _blockWords;
    private int _currentBlock = None;

    /// <summary>Makes the ROM of a chip, and puts it into its memory.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="isWaiting">Whether it waits for an image.</param>
    public BootRom(EmulatedChip chip, bool isWaiting)
    {
        _chip = chip;
        IsWaiting = isWaiting;
        uint* rom = (uint*)chip.Memory.BootRom;
        rom[0] = WaitForInterrupt;
        for (uint vector = 1; vector < 8; vector++) rom[vector] = 0xea000000 | ((0 - vector - 2) & 0xffffff);
        chip.Memory.BootRomWritten();
    }

    private enum Source
    {
        None,
        Network,
        Neighbour,
    }

    /// <summary>Its announcement while it waits: version 1, "hello", and its own version, 2.1.</summary>
    public static ReadOnlySpan<byte> Announcement => [0, 1, 0, 0, 0, 0x41, 2, 1, 0, 0, 0, 0, 0, 0, 0x43, 0x50, 0x54, 0x53];

    /// <summary>Whether it waits for an image, or for the rest of one.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Waits for an image again.</summary>
    public void Restart()
    {
        IsWaiting = true;
        _source = Source.None;
        _currentBlock = None;
    }

    /// <summary>Whether a message from the network is one that it looks at.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> message) => message.Length >= HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(message) == 1;

    /// <summary>Copies the blocks of a serial ROM to memory, as far as they are whole.</summary>
    /// <param name="serial">The content.</param>
    /// <remarks>A block is 3a, the number of words, the address, and the words, all big-endian; 55 is passed over, and anything else ends it.</remarks>
    public void CopyBlocks(ReadOnlySpan<byte> serial)
    {
        while (true)
        {
            while (!serial.IsEmpty && serial[0] == NothingMark) serial = serial[1..];
            if (serial.Length < BlockHeader || serial[0] != BlockMark) return;
            int words = BinaryPrimitives.ReadUInt16BigEndian(serial[1..]);
            uint address = BinaryPrimitives.ReadUInt32BigEndian(serial[3..]);
            serial = serial[BlockHeader..];
            if (serial.Length < 4 * words) return;
            for (int word = 0; word < words; word++)
                _chip.TryPoke((address + (4 * (uint)word)) & ~3u, BinaryPrimitives.ReadUInt32BigEndian(serial[(4 * word)..]));
            serial = serial[(4 * words)..];
        }
    }

    /// <summary>Starts an image.</summary>
    /// <param name="image">The image. What is longer than the instruction memory is cut off.</param>
    /// <param name="entry">Where it starts.</param>
    public void Start(ReadOnlySpan<byte> image, uint entry)
    {
        IsWaiting = false;
        ChipCore monitor = _chip.Cores[_chip.Monitor];
        image = image[..Math.Min(image.Length, LargestImage)];
        image.CopyTo(new Span<byte>(monitor.Arm.Itcm, LargestImage));
        monitor.Arm.ItcmWritten(0, LargestImage);
        monitor.Start(entry & ~3u, 0);
    }

    /// <summary>Gets a message from the network.</summary>
    public void Receive(ReadOnlySpan<byte> message)
    {
        if (!IsWaiting || !IsMessage(message)) return;
        uint first = BinaryPrimitives.ReadUInt32BigEndian(message[6..]) & 0xffff;
        uint third = BinaryPrimitives.ReadUInt32BigEndian(message[14..]);
        switch (BinaryPrimitives.ReadUInt16BigEndian(message[4..]))
        {
            case 1 when _source == Source.None && (first & 0xff) == 0:
                Expect(Source.Network, (int)(third & 0xff) + 1);
                break;
            case 3 when _source == Source.Network && !_blocks[first & 0xff]:
                TakeBlock((int)(first & 0xff), (int)((first >> 8) & 0xff) + 1, message[HeaderLength..]);
                break;
            case 5 when _source == Source.Network && (first & 1) != 0:
                StartIfComplete(third);
                break;
        }
    }

    /// <summary>Gets a packet from a neighbour.</summary>
    public void Receive(Packet packet)
    {
        uint key = packet.Key;
        uint data = packet.Payload;
        if (!IsWaiting || packet.Type != PacketType.NearestNeighbour || (key & 15) != 3 || key >> 28 != Checksum(key, data)) return;
        int block = (int)(key >> 16) & 0xff;
        int word = (int)(key >> 8) & 0xff;
        switch ((key >> 24) & 15)
        {
            case 1 when _source == Source.None && data >> 24 == 0:
                Expect(Source.Neighbour, (int)((data >> 16) & 0xff) + 1);
                break;
            case 2 when _source == Source.Neighbour && _currentBlock == None && !_blocks[block]:
                _currentBlock = block;
                _blockWords = word + 1;
                Array.Clear(_wordsHere);
                break;
            case 3 when block == _currentBlock && !_wordsHere[word]:
                _wordsHere[word] = true;
                _words[word] = data;
                break;
            case 4 when block == _currentBlock:
                EndBlock(data);
                break;
            case 5 when _source == Source.Neighbour && (key & 0x100) != 0:
                StartIfComplete(data);
                break;
        }
    }

    /// <summary>The check digit of a packet: the digits of key and data, added with end-around carry, and inverted.</summary>
    private static uint Checksum(uint key, uint data)
    {
        uint sum = 0;
        for (int shift = 0; shift < 28; shift += 4) sum += (key >> shift) & 15;
        for (int shift = 0; shift < 32; shift += 4) sum += (data >> shift) & 15;
        while (sum > 15) sum = (sum & 15) + (sum >> 4);
        return 15 - sum;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
        }

        return ~crc;
    }

    private void Expect(Source source, int blocks)
    {
        _source = source;
        _blockCount = blocks;
        _blockWords = 0;
        Array.Clear(_blocks);
    }

    private void TakeBlock(int block, int words, ReadOnlySpan<byte> data)
    {
        _blockWords = words;
        for (int word = 0; word < words; word++)
        {
            int offset = 4 * ((block * words) + word);
            if (offset + 4 > LargestImage) break;
            uint value = data.Length >= 4 * (word + 1) ? BinaryPrimitives.ReadUInt32BigEndian(data[(4 * word)..]) : 0;
            BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(offset), value);
        }

        _blocks[block] = true;
    }

    private void EndBlock(uint checksum)
    {
        int block = _currentBlock;
        int length = 4 * _blockWords;
        if (_wordsHere.AsSpan(0, _blockWords).Contains(false)) return;
        _currentBlock = None;
        byte[] bytes = new byte[length];
        for (int word = 0; word < _blockWords; word++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * word), _words[word]);
        if ((block + 1) * length > LargestImage || Crc32(bytes) != checksum) return;
        bytes.CopyTo(_image, block * length);
        _blocks[block] = true;
    }

    private void StartIfComplete(uint entry)
    {
        if (_blocks.AsSpan(0, _blockCount).Contains(false)) return;
        Start(_image.AsSpan(0, Math.Min(LargestImage, _blockCount * _blockWords * 4)), entry);
    }
}
