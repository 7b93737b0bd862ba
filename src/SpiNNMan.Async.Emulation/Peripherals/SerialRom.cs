namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The serial ROM beside a chip with Ethernet, 128 KB. It is accessed bit by bit over the pins of the system controller.</summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Serial ROM".</para>
/// <list type="table">
/// <listheader><term>Pin</term><description>Meaning</description></listheader>
/// <item><term>20</term><description>not selected</description></item>
/// <item><term>10</term><description>clock: bits go in when it rises, out when it falls</description></item>
/// <item><term>08</term><description>in</description></item>
/// <item><term>04</term><description>out</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Command</term><description>Meaning</description></listheader>
/// <item><term>03, 02</term><description>read, write, from a 24-bit address; a write stays within 256 bytes</description></item>
/// <item><term>05</term><description>status: bit 1 is write enable</description></item>
/// <item><term>06, 04</term><description>enable and disable writing</description></item>
/// <item><term>ab</term><description>id: 29</description></item>
/// <item><term>42, d8, c7</term><description>erase 256 bytes, 32 KB, all</description></item>
/// </list>
/// </remarks>
internal sealed class SerialRom
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 128 * 1024;

    /// <summary>The pin that is low while the ROM is selected.</summary>
    public const uint NotSelected = 0x20;

    /// <summary>The pin of output bits.</summary>
    public const uint Out = 4;

    private const uint Clock = 0x10;
    private const uint In = 8;
    private const uint Present = 0x40;

    private readonly byte[] _bytes = new byte[Size];
    private bool _isSelected;
    private bool _isAnswering;
    private bool _isWriteEnabled;
    private bool _out;
    private int _bitsIn;
    private int _bytesIn;
    private byte _shiftIn;
    private byte _command;
    private uint _address;
    private byte _shiftOut;
    private int _bitsOut;

    /// <summary>Makes a ROM.</summary>
    /// <param name="contents">The contents at the start. The rest is ff.</param>
    public SerialRom(ReadOnlySpan<byte> contents)
    {
        Array.Fill(_bytes, (byte)0xff);
        contents[..Math.Min(contents.Length, Size)].CopyTo(_bytes);
    }

    /// <summary>The contents.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The pins that it drives.</summary>
    public uint Pins => Present | (_out ? Out : 0);

    /// <summary>The pins changed.</summary>
    public void SetPins(uint before, uint after)
    {
        bool isSelected = (after & NotSelected) == 0;
        if (isSelected != _isSelected)
        {
            Select(isSelected);
            return;
        }

        if (!isSelected || ((before ^ after) & Clock) == 0) return;
        if ((after & Clock) != 0) ShiftIn((after & In) != 0);
        else if (_isAnswering) ShiftOut();
    }

    private void Select(bool isSelected)
    {
        _isSelected = isSelected;
        _isAnswering = _out = false;
        _bitsIn = _bytesIn = _bitsOut = 0;
        _shiftIn = _command = 0;
        _address = 0;
    }

    private void ShiftIn(bool bit)
    {
        if (_isAnswering) return;
        _shiftIn = (byte)((_shiftIn << 1) | (bit ? 1 : 0));
        if (++_bitsIn < 8) return;
        _bitsIn = 0;
        TakeByte(_shiftIn, _bytesIn++);
    }

    private void TakeByte(byte value, int index)
    {
        if (index == 0)
        {
            _command = value;
            if (value is 0x06 or 0x04) _isWriteEnabled = value == 0x06;
            if (value == 0xc7) Erase(0, Size);
            _isAnswering = value == 0x05;
            return;
        }

        if (index <= 3)
        {
            _address = (_address << 8) | value;
            if (index < 3) return;
            _isAnswering = _command is 0x03 or 0xab;
            if (_command == 0xd8) Erase((int)_address & (Size - 0x8000), 0x8000);
            if (_command == 0x42) Erase((int)_address & (Size - 0x100), 0x100);
            return;
        }

        if (_command != 0x02 || !_isWriteEnabled) return;
        _bytes[_address & (Size - 1)] = value;
        _address = (_address & ~0xffu) | ((_address + 1) & 0xff);
    }

    private void Erase(int start, int length)
    {
        if (_isWriteEnabled) Array.Fill(_bytes, (byte)0xff, start, length);
    }

    private void ShiftOut()
    {
        if (_bitsOut == 0)
        {
            _shiftOut = _command switch
            {
                0x03 => _bytes[_address++ & (Size - 1)],
                0x05 => (byte)(_isWriteEnabled ? 2 : 0),
                0xab => 0x29,
                _ => 0xff,
            };
            _bitsOut = 8;
        }

        _out = ((_shiftOut >> --_bitsOut) & 1) != 0;
    }
}
