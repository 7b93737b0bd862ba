using System.Numerics;

namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The vectored interrupt controller of a core: 32 sources, 16 slots with vectors, and a stack of entered interrupts.</summary>
/// <remarks>
/// <para>Slot 0 has the highest priority, then 1 to 15, then sources without a slot. Fast interrupts have no vectors. Source: docs/protocol/chip.md, "Interrupt controller".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00, 04</term><description>IRQ and FIQ status: raw, enabled, and not selected or selected for FIQ</description></item>
/// <item><term>08</term><description>raw state of the sources, including soft interrupts</description></item>
/// <item><term>0c</term><description>select: 1 is FIQ</description></item>
/// <item><term>10, 14</term><description>enable: ones written enable; ones written disable</description></item>
/// <item><term>18, 1c</term><description>soft interrupts: ones written set; ones written clear</description></item>
/// <item><term>30</term><description>vector address: a read enters the interrupt with the highest priority, any write leaves it</description></item>
/// <item><term>34</term><description>vector of sources without a slot</description></item>
/// <item><term>100+4k, 200+4k</term><description>vector and control of slot k: bit 5 enables, 4:0 source</description></item>
/// </list>
/// </remarks>
internal sealed class VectoredInterruptController
{
    private const int Slots = 16;
    private const int DefaultSlot = 16;
    private const int NoSlot = 17;
    private const uint SlotEnabled = 1 << 5;

    private readonly Action _changed;
    private readonly uint[] _vectors = new uint[Slots];
    private readonly uint[] _controls = new uint[Slots];
    private readonly int[] _entered = new int[NoSlot];
    private int _depth;
    private uint _lines;
    private uint _soft;
    private uint _enabled;
    private uint _selected;
    private uint _defaultVector;
    private bool _anySlot;

    /// <summary>Makes a controller in its state after a reset.</summary>
    /// <param name="changed">Called when <see cref="Irq"/> or <see cref="Fiq"/> changes.</param>
    public VectoredInterruptController(Action changed) => _changed = changed;

    /// <summary>Whether the IRQ line of the core is up.</summary>
    public bool Irq { get; private set; }

    /// <summary>Whether the FIQ line of the core is up.</summary>
    public bool Fiq { get; private set; }

    private uint Raw => _lines | _soft;

    private int Top => _depth == 0 ? NoSlot : _entered[_depth - 1];

    /// <summary>Resets everything except the levels of the sources.</summary>
    public void Reset()
    {
        _depth = 0;
        _soft = _enabled = _selected = _defaultVector = 0;
        Array.Clear(_vectors);
        Array.Clear(_controls);
        _anySlot = false;
        Update();
    }

    /// <summary>Sets the level of a source.</summary>
    public void SetLine(int source, bool isUp)
    {
        uint lines = isUp ? _lines | (1u << source) : _lines & ~(1u << source);
        SetLines(lines, 1u << source);
    }

    /// <summary>Sets the levels of several sources.</summary>
    /// <param name="lines">The levels.</param>
    /// <param name="mask">The sources to set.</param>
    public void SetLines(uint lines, uint mask)
    {
        uint next = (_lines & ~mask) | (lines & mask);
        if (next == _lines) return;
        _lines = next;
        Update();
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset)
    {
        switch (offset)
        {
            case 0x00: return Raw & _enabled & ~_selected;
            case 0x04: return Raw & _enabled & _selected;
            case 0x08: return Raw;
            case 0x0c: return _selected;
            case 0x10: return _enabled;
            case 0x18: return _soft;
            case 0x30: return Enter();
            case 0x34: return _defaultVector;
            case >= 0x100 and < 0x140: return _vectors[(offset - 0x100) / 4];
            case >= 0x200 and < 0x240: return _controls[(offset - 0x200) / 4];
            default: return 0;
        }
    }

    /// <summary>Reads a register as a debugger does: the vector address is read, but no interrupt is entered.</summary>
    public uint Peek(uint offset) => offset == 0x30 ? Vector(Best(Raw & _enabled & ~_selected)) : Read(offset);

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value)
    {
        switch (offset)
        {
            case 0x0c: _selected = value; break;
            case 0x10: _enabled |= value; break;
            case 0x14: _enabled &= ~value; break;
            case 0x18: _soft |= value; break;
            case 0x1c: _soft &= ~value; break;
            case 0x30: _depth = Math.Max(0, _depth - 1); break;
            case 0x34: _defaultVector = value; break;
            case >= 0x100 and < 0x140: _vectors[(offset - 0x100) / 4] = value; break;
            case >= 0x200 and < 0x240:
                _controls[(offset - 0x200) / 4] = value & 0x3f;
                _anySlot = Array.Exists(_controls, control => (control & SlotEnabled) != 0);
                break;
            default: return;
        }

        Update();
    }

    private uint Enter()
    {
        int best = Best(Raw & _enabled & ~_selected);
        if (best >= Top) return _defaultVector;
        uint vector = Vector(best);
        _entered[_depth++] = best;
        Update();
        return vector;
    }

    private uint Vector(int slot) => slot < Slots && slot < Top ? _vectors[slot] : _defaultVector;

    private int Best(uint asking)
    {
        if (asking == 0) return NoSlot;
        for (int slot = 0; _anySlot && slot < Slots; slot++)
            if ((_controls[slot] & SlotEnabled) != 0 && BitOperations.RotateRight(asking, (int)_controls[slot] & 31) % 2 != 0) return slot;
        return DefaultSlot;
    }

    private void Update()
    {
        uint asking = Raw & _enabled;
        bool irq = (asking & ~_selected) != 0 && Best(asking & ~_selected) < Top;
        bool fiq = (asking & _selected) != 0;
        if (irq == Irq && fiq == Fiq) return;
        Irq = irq;
        Fiq = fiq;
        _changed();
    }
}
