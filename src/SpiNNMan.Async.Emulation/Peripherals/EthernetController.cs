using System.Buffers.Binary;

namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The Ethernet controller of a chip: one frame to send, and a ring of received frames.</summary>
/// <remarks>
/// <para>Frames have no checksum. Source: docs/protocol/chip.md, "Ethernet".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>0000-05ff</term><description>frame to send; takes bytes and halfwords too</description></item>
/// <item><term>4000-4bff</term><description>ring of received frames; repeats to 7fff</description></item>
/// <item><term>8000-80fc</term><description>lengths of received frames, in 10:0</description></item>
/// <item><term>c000</term><description>control: only stored</description></item>
/// <item><term>c004</term><description>status: 6:1 number of waiting frames</description></item>
/// <item><term>c008, c00c</term><description>length of the frame to send; any write sends it</description></item>
/// <item><term>c010</term><description>any write frees the oldest frame</description></item>
/// <item><term>c014, c018</term><description>own address: only stored</description></item>
/// <item><term>c01c</term><description>wires to the physical part: <see cref="PhyManagement"/></description></item>
/// <item><term>c020</term><description>interrupt: bit 4 received; written ones clear it, but it is set again while frames wait</description></item>
/// <item><term>c024-c030</term><description>read and write pointers of the ring and of the lengths</description></item>
/// </list>
/// </remarks>
internal sealed class EthernetController
{
    /// <summary>The longest frame, in bytes.</summary>
    public const int LongestFrame = 0x600;

    private const int RingSize = 0xc00;
    private const int Places = 63;
    private const uint ReceiveInterrupt = 1 << 4;

    private readonly byte[] _transmit = new byte[LongestFrame];
    private readonly byte[] _ring = new byte[RingSize];
    private readonly uint[] _lengths = new uint[64];
    private readonly uint[] _kept = new uint[8];
    private readonly PhyManagement _phy = new();
    private readonly Action<bool> _setLine;
    private readonly Action<ReadOnlyMemory<byte>> _send;
    private readonly Queue<byte[]> _waiting = new();
    private readonly int _waitingPlaces;
    private uint _readPointer;
    private uint _writePointer;
    private uint _readLength;
    private uint _writeLength;
    private uint _count;
    private bool _interrupt;

    /// <summary>Makes a controller.</summary>
    /// <param name="setLine">Called with the level of its interrupt.</param>
    /// <param name="send">Called with frames that it sends. The bytes belong to the callee.</param>
    /// <param name="waitingPlaces">How many frames can wait outside of the chip while the ring is full. Further frames are lost.</param>
    public EthernetController(Action<bool> setLine, Action<ReadOnlyMemory<byte>> send, int waitingPlaces)
    {
        _setLine = setLine;
        _send = send;
        _waitingPlaces = waitingPlaces;
    }

    /// <summary>How many frames were lost because there was no room.</summary>
    public long Lost { get; private set; }

    /// <summary>Gets a frame from the network.</summary>
    /// <param name="frame">The frame, without its checksum.</param>
    public void Receive(byte[] frame)
    {
        if (frame.Length > LongestFrame || _waiting.Count >= _waitingPlaces)
        {
            Lost++;
            return;
        }

        _waiting.Enqueue(frame);
        Fill();
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset) => offset switch
    {
        < LongestFrame => BinaryPrimitives.ReadUInt32LittleEndian(_transmit.AsSpan((int)offset)),
        >= 0x4000 and < 0x8000 => BinaryPrimitives.ReadUInt32LittleEndian(_ring.AsSpan((int)(offset - 0x4000) % RingSize)),
        >= 0x8000 and < 0x8100 => _lengths[(offset - 0x8000) / 4],
        0xc004 => (_count & 63) << 1,
        0xc01c => _phy.Read(),
        0xc020 => _interrupt ? ReceiveInterrupt : 0,
        0xc024 => _readPointer,
        0xc028 => _writePointer,
        0xc02c => _readLength,
        0xc030 => _writeLength,
        >= 0xc000 and < 0xc020 => _kept[(offset - 0xc000) / 4],
        _ => 0,
    };

    /// <summary>Writes a register.</summary>
    /// <param name="offset">The offset, a multiple of the size.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="value">The value.</param>
    public void Write(uint offset, int size, uint value)
    {
        if (offset < LongestFrame)
        {
            for (int index = 0; index < size; index++) _transmit[offset + index] = (byte)(value >> (8 * index));
            return;
        }

        switch (offset & ~3u)
        {
            case 0xc000 or 0xc008 or 0xc014 or 0xc018:
                _kept[(offset - 0xc000) / 4] = value;
                break;
            case 0xc00c:
                _send(_transmit.AsSpan(0, (int)Math.Min(_kept[2] & 0x7ff, LongestFrame)).ToArray());
                break;
            case 0xc010:
                GiveBack();
                break;
            case 0xc01c:
                _phy.Write(value);
                break;
            case 0xc020:
                if ((value & ReceiveInterrupt) != 0) SetInterrupt(_count > 0);
                break;
        }
    }

    private static uint RoomFor(int length) => (uint)(length + 7) & ~3u;

    private void GiveBack()
    {
        if (_count == 0) return;
        _readPointer = (_readPointer + RoomFor((int)_lengths[_readLength])) % RingSize;
        _readLength = (_readLength + 1) & 63;
        _count--;
        Fill();
    }

    private void Fill()
    {
        while (_waiting.TryPeek(out byte[]? frame) && TryPut(frame)) _waiting.Dequeue();
    }

    private bool TryPut(byte[] frame)
    {
        uint free = _count == 0 ? RingSize : RingSize - ((_writePointer - _readPointer + RingSize) % RingSize);
        uint needed = RoomFor(frame.Length);
        if (_count >= Places || needed >= free) return false;
        for (int index = 0; index < frame.Length; index++) _ring[(_writePointer + index) % RingSize] = frame[index];
        _lengths[_writeLength] = (uint)frame.Length;
        _writeLength = (_writeLength + 1) & 63;
        _writePointer = (_writePointer + needed) % RingSize;
        _count++;
        SetInterrupt(true);
        return true;
    }

    private void SetInterrupt(bool isUp)
    {
        _interrupt = isUp;
        _setLine(isUp);
    }
}
