using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>The program in a chip's ROM that takes a boot image from the network.</summary>
/// <remarks>It never answers. It ignores wrong datagrams, so that a host can send everything again to fill the gaps.</remarks>
internal sealed class BootRom
{
    public const ushort Port = 54321;
    public const int MaxBlocks = 32;
    public const int BlockSize = 1024;

    private const int HeaderSize = 18;
    private const ushort ProtocolVersion = 1;
    private const int LargestBlockCount = 256;

    private readonly byte[] _image = new byte[MaxBlocks * BlockSize];
    private readonly HashSet<int> _received = [];
    private int _blockCount;
    private int _length;

    private enum Operation : ushort
    {
        Start = 1,
        Block = 3,
        Control = 5,
    }

    /// <summary>The announcement of a board that waits: version 1, "hello", and the version of the ROM.</summary>
    public static ReadOnlySpan<byte> Announcement =>
        [0x00, 0x01, 0x00, 0x00, 0x00, 0x41, 0x02, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x43, 0x50, 0x54, 0x53];

    /// <summary>The image so far.</summary>
    public ReadOnlySpan<byte> Image => _image.AsSpan(0, _length);

    /// <summary>Takes a datagram.</summary>
    public BootRomOutcome Receive(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderSize || BinaryPrimitives.ReadUInt16BigEndian(datagram) != ProtocolVersion)
            return BootRomOutcome.Ignored;

        // The ROM reads only the low halves of operation and operands.
        var operation = (Operation)BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]);
        ushort first = BinaryPrimitives.ReadUInt16BigEndian(datagram[8..]);
        ushort third = BinaryPrimitives.ReadUInt16BigEndian(datagram[16..]);
        switch (operation)
        {
            case Operation.Start:
                Start(first, third);
                return BootRomOutcome.Taken;
            case Operation.Block:
                TakeBlock(first, datagram[HeaderSize..]);
                return BootRomOutcome.Taken;
            case Operation.Control when (first & 1) != 0 && _blockCount > 0 && IsComplete():
                return BootRomOutcome.Execute;
            default:
                return BootRomOutcome.Taken;
        }
    }

    private void Start(ushort target, ushort lastBlock)
    {
        if (_blockCount > 0 || (target & 0xFF) != 0 || lastBlock >= LargestBlockCount)
            return;

        _blockCount = lastBlock + 1;
        _received.Clear();
    }

    private void TakeBlock(ushort operand, ReadOnlySpan<byte> data)
    {
        int block = operand & 0xFF;
        int words = (operand >> 8) + 1;
        if (_blockCount == 0 || !_received.Add(block))
            return;

        // A block may hold fewer bytes than it says. The rest keeps its old bytes.
        int offset = block * words * sizeof(uint);
        int available = Math.Min(Math.Min(words, data.Length / sizeof(uint)), (_image.Length - offset) / sizeof(uint));
        for (int i = 0; i < available; i++)
        {
            int at = i * sizeof(uint);
            BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(offset + at), BinaryPrimitives.ReadUInt32BigEndian(data[at..]));
        }

        if (available > 0)
            _length = Math.Max(_length, offset + (available * sizeof(uint)));
    }

    private bool IsComplete()
    {
        for (int block = 0; block < _blockCount; block++)
        {
            if (!_received.Contains(block))
                return false;
        }

        return true;
    }
}
