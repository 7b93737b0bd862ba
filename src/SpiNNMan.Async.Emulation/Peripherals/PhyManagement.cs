namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The physical part of Ethernet, reached bit by bit over two wires: 32 registers of 16 bits.</summary>
/// <remarks>
/// <para>A frame is 32 ones, start 01, 10 for a read or 01 for a write, five bits of device, five of register, two of turn-around, sixteen of data. Source: docs/protocol/chip.md, "Ethernet".</para>
/// <list type="table">
/// <listheader><term>Bit</term><description>Meaning of the register in the controller</description></listheader>
/// <item><term>0</term><description>down resets</description></item>
/// <item><term>1, 2</term><description>in, out</description></item>
/// <item><term>3</term><description>out is driven</description></item>
/// <item><term>4</term><description>clock</description></item>
/// </list>
/// </remarks>
internal sealed class PhyManagement
{
    private const uint NotReset = 1;
    private const uint In = 2;
    private const uint Out = 4;
    private const uint Drive = 8;
    private const uint Clock = 16;
    private const int HeaderBits = 14;
    private const ulong Preamble = uint.MaxValue;

    private readonly ushort[] _registers = new ushort[32];
    private uint _pins = NotReset;
    private ulong _shift;
    private ushort _answer;
    private int _answerBits;

    /// <summary>Makes the part with its link up.</summary>
    public PhyManagement()
    {
        _registers[0] = 0x3100;
        _registers[1] = 0x782d;
        _registers[2] = 0x0007;
        _registers[3] = 0xc0f1;
        _registers[4] = 0x01e1;
        _registers[5] = 0x41e1;
        _registers[31] = 0x1058;
    }

    /// <summary>Reads the wires.</summary>
    public uint Read()
    {
        bool bit = _answerBits is > 0 and <= 16 && ((_answer >> (_answerBits - 1)) & 1) != 0;
        return (_pins & ~In) | (bit ? In : 0);
    }

    /// <summary>Writes the wires.</summary>
    public void Write(uint value)
    {
        bool rises = (value & ~_pins & Clock) != 0;
        _pins = value & (NotReset | Out | Drive | Clock);
        if ((value & NotReset) == 0)
        {
            _shift = 0;
            _answerBits = 0;
            return;
        }

        if (!rises) return;
        if ((value & Drive) == 0) _answerBits = Math.Max(0, _answerBits - 1);
        else Shift((value & Out) != 0 ? 1u : 0);
    }

    private void Shift(uint bit)
    {
        _shift = (_shift << 1) | bit;
        uint header = (uint)_shift & ((1 << HeaderBits) - 1);
        if (header >> 10 == 6 && (uint)(_shift >> HeaderBits) == Preamble)
        {
            _answer = _registers[header & 31];
            _answerBits = 18;
            _shift = 0;
            return;
        }

        uint frame = (uint)_shift;
        if (frame >> 28 != 5 || _shift >> 32 != Preamble) return;
        _registers[(frame >> 18) & 31] = (ushort)frame;
        _shift = 0;
    }
}
