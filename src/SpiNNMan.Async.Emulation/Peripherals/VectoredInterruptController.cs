using System.Numerics;
using System.Runtime.CompilerServices;

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
    private const int Sources = 32;
    private const int Slots = 16;
    private const int DefaultSlot = 16;
    private const int NoSlot = 17;
    private const uint SlotEnabled = 1 << 5;

    private readonly Action _changed;
    private SlotRegisters _vectors;
    private SlotRegisters _controls;
    private EnteredSlots _entered;
    private int _depth;
    private uint _lines;
    private uint _soft;
    private uint _enabled;
    private uint _selected;
    private uint _defaultVector;

    // The best slot of each source.
    private SourceSlots _slotOf;

    /// <summary>Makes a controller in its state after a reset.</summary>
    /// <param name="changed">Called when <see cref="Irq"/> or <see cref="Fiq"/> changes.</param>
    public VectoredInterruptController(Action changed)
    {
        _changed = changed;
        ((Span<byte>)_slotOf).Fill(DefaultSlot);
    }

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
        _vectors = _controls = default;
        ((Span<byte>)_slotOf).Fill(DefaultSlot);
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
            case >= 0x100 and < 0x140: return _vectors[(int)(offset - 0x100) / 4];
            case >= 0x200 and < 0x240: return _controls[(int)(offset - 0x200) / 4];
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
            case >= 0x100 and < 0x140: _vectors[(int)(offset - 0x100) / 4] = value; break;
            case >= 0x200 and < 0x240:
                _controls[(int)(offset - 0x200) / 4] = value & 0x3f;
                FindSlots();
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
        _entered[_depth++] = (byte)best;
        Update();
        return vector;
    }

    private uint Vector(int slot) => slot < Slots && slot < Top ? _vectors[slot] : _defaultVector;

    private int Best(uint asking)
    {
        int best = NoSlot;
        for (; asking != 0; asking &= asking - 1) best = Math.Min(best, _slotOf[BitOperations.TrailingZeroCount(asking)]);
        return best;
    }

    private void FindSlots()
    {
        ((Span<byte>)_slotOf).Fill(DefaultSlot);
        for (int slot = Slots - 1; slot >= 0; slot--)
            if ((_controls[slot] & SlotEnabled) != 0) _slotOf[(int)_controls[slot] % Sources] = (byte)slot;
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

    // Within the object: all of it is looked at in each interrupt.
    [InlineArray(Slots)]
    private struct SlotRegisters
    {
        private uint _first;
    }

    [InlineArray(NoSlot)]
    private struct EnteredSlots
    {
        private byte _first;
    }

    [InlineArray(Sources)]
    private struct SourceSlots
    {
        private byte _first;
    }
}
