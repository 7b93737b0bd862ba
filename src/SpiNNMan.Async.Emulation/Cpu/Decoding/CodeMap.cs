using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.State;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The decoded part of the code that a core can reach. It also finds pages that must be decoded again because memory was written.</summary>
internal sealed unsafe class CodeMap
{
    private const int Slots = ChipMemory.CodePlacesSize / (2 * CodeSlot.Size);

    private readonly ArmCore _core;
    private readonly CodeCache _cache;
    private readonly CodePage?[] _pages = new CodePage?[2 * Slots];

    // Regions that are known to be the core's code, until any page changes.
    private KnownRegions _known;
    private List<CodePage>? _retired;
    private readonly CodeSlot* _slots;
    private uint _itcmCode;
    private long _seenVersion;

    /// <summary>Makes the map of a core that has executed nothing.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cache">The decoded code of all cores of the machine.</param>
    /// <param name="slots">Memory for the places of decoded pages, <see cref="ChipMemory.CodePlacesSize"/> long.</param>
    public CodeMap(ArmCore core, CodeCache cache, void* slots)
    {
        _core = core;
        _cache = cache;
        _slots = (CodeSlot*)slots;
        for (int slot = 0; slot < 2 * Slots; slot++) _slots[slot].Tag = CodeSlot.Empty;
        Breakpoints = new BreakpointSet(this);
    }

    /// <summary>The core's breakpoints.</summary>
    public BreakpointSet Breakpoints { get; }

    /// <summary>Whether the next instruction is not at a check point, because the last one was executed alone.</summary>
    public bool IsWithinBlock { get; set; }

    /// <summary>The decoded instruction at an address, or null if its page is not decoded.</summary>
    /// <param name="address">The address.</param>
    /// <param name="thumb">1 for Thumb, 0 for ARM.</param>
    /// <returns>The instruction, or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Op* Known(uint address, uint thumb)
    {
        CodeSlot* slot = _slots + SlotOf(address, thumb);
        return slot->Tag == (address & ~(CodePage.Size - 1)) ? slot->Ops + CodePage.Index(address, (int)thumb) : null;
    }

    /// <summary>The decoded instruction at which the core goes on.</summary>
    /// <returns>The instruction; null if there is no memory, or if instructions are executed one at a time there.</returns>
    public Op* Next()
    {
        Op* known = Known(_core.NextPc, _core.Thumb);
        return known != null ? known : Decode(_core.NextPc, _core.Thumb);
    }

    /// <summary>The memory from which an address is executed, or null.</summary>
    /// <param name="address">The address.</param>
    public byte* Fetch(uint address)
    {
        ChipMemory memory = _core.Memory;
        switch (address >> 24)
        {
            case 0: return address < ArmCore.DtcmBase ? _core.Itcm + (address & (ArmCore.ItcmSize - 1)) : null;
            case >= 0x60 and < 0x80: return memory.Sdram + (address & (ChipMemory.SdramSize - 1));
            case 0xe5 or 0xf5: return memory.SystemRam + (address & (ChipMemory.SystemRamSize - 1));
            case 0xe6 or 0xf6: return memory.BootRom + (address & (ChipMemory.BootRomSize - 1));
            case 0xff: return address < 0xfffff000 ? memory.Vectors + (address & (ChipMemory.BootRomSize - 1)) : null;
            default: return null;
        }
    }

    /// <summary>Forgets decoded pages of ITCM that were written.</summary>
    /// <param name="offset">The offset from the start of ITCM.</param>
    /// <param name="length">The number of bytes.</param>
    public void ItcmWritten(uint offset, uint length)
    {
        if (length == 0) return;
        uint first = offset >> ChipMemory.CodePageBits;
        uint last = Math.Min((offset + length - 1) >> ChipMemory.CodePageBits, 31);
        uint hit = (uint)((1ul << (int)(last + 1)) - (1ul << (int)first)) & _itcmCode;
        if (hit == 0) return;
        _itcmCode &= ~hit;
        while (hit != 0)
        {
            uint page = (uint)BitOperations.TrailingZeroCount(hit);
            hit &= hit - 1;
            for (int slot = 0; slot < 2 * Slots; slot++)
                if (_slots[slot].Tag < ArmCore.DtcmBase && (_slots[slot].Tag & (ArmCore.ItcmSize - 1)) >> ChipMemory.CodePageBits == page) Empty(slot);
        }

        _core.Attention |= Attention.Look;
    }

    /// <summary>Whether a page of ITCM has been executed from, so that a write to it matters.</summary>
    /// <param name="offset">The offset from the start of ITCM.</param>
    public bool IsItcmCode(uint offset) => ((_itcmCode >> (int)(offset >> ChipMemory.CodePageBits)) & 1) != 0;

    /// <summary>Whether shared memory with executed code was written.</summary>
    public bool IsStale => _seenVersion != _core.Memory.CodeVersion;

    /// <summary>Forgets decoded pages of shared memory, if it was written.</summary>
    /// <returns>Whether it was written.</returns>
    public bool Refresh()
    {
        _retired = null;
        if (!IsStale) return false;
        _seenVersion = _core.Memory.CodeVersion;
        for (int slot = 0; slot < 2 * Slots; slot++)
            if (_slots[slot].Tag >= ArmCore.DtcmBase) Empty(slot);
        return true;
    }

    /// <summary>Forgets all decoded pages.</summary>
    public void ForgetAll()
    {
        for (int slot = 0; slot < 2 * Slots; slot++) Empty(slot);
    }

    /// <summary>Forgets that an instruction was executed alone.</summary>
    public void ForgetPosition() => IsWithinBlock = false;

    /// <summary>The page that a core has at an address, if it is decoded.</summary>
    public CodePage? PageAt(uint address, uint thumb) => Known(address, thumb) != null ? _pages[SlotOf(address, thumb)] : null;

    /// <summary>The translated code that begins at an instruction, or null if it is not the core's code.</summary>
    /// <param name="op">The instruction.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegionEntry? EntryAt(Op* op)
    {
        RegionEntry? entry = _cache.EntryAt(op);
        return entry != null && _known[entry.Region.Slot] == entry.Region ? entry : FindEntry(op);
    }

    /// <summary>Reports that an address is executed often.</summary>
    public void IsHot(uint address, uint thumb)
    {
        Dictionary<uint, CodePage> known = [];
        foreach (CodePage? page in _pages.AsSpan((int)thumb * Slots, Slots))
            if (page != null) known[page.Address] = page;
        _cache.IsHot(address, thumb != 0, known);
    }

    /// <summary>Records that the page of an address is executed from, so that a write to it is noticed.</summary>
    public void Mark(uint address)
    {
        uint start = address & ~(CodePage.Size - 1);
        switch (start >> 24)
        {
            case 0: _itcmCode |= 1u << (int)((start & (ArmCore.ItcmSize - 1)) >> ChipMemory.CodePageBits); break;
            case >= 0x60 and < 0x80: _core.Memory.MarkSdramCode(start & (ChipMemory.SdramSize - 1)); break;
            case 0xe5 or 0xf5: _core.Memory.MarkSystemRamCode(start & (ChipMemory.SystemRamSize - 1)); break;
            case 0xff when _core.Memory.VectorsInSystemRam: _core.Memory.MarkSystemRamCode(start & (ChipMemory.SystemRamSize - 1)); break;
        }
    }

    private RegionEntry? FindEntry(Op* op)
    {
        RegionEntry entry = PageAt(op->Address, _core.Thumb)!.EntryAt(op);
        if (!entry.Region.IsCodeOf(_core)) return null;
        _cache.Remember(entry);
        _known[entry.Region.Slot] = entry.Region;
        return entry;
    }

    private static uint SlotOf(uint address, uint thumb) => ((address >> ChipMemory.CodePageBits) & (Slots - 1)) + (thumb * Slots);

    /// <summary>Empties a slot. The page is kept until the core checks for changes, since the core may be executing it.</summary>
    private void Empty(int slot)
    {
        if (_pages[slot] is { } page) (_retired ??= []).Add(page);
        _slots[slot].Tag = CodeSlot.Empty;
        _pages[slot] = null;
        _known = default;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Op* Decode(uint address, uint thumb)
    {
        uint start = address & ~(CodePage.Size - 1);
        byte* content = Fetch(start);
        if (content == null || _core.Stops.IsExactAt(address)) return null;
        CodePage page = _cache.Find(start, thumb != 0, new ReadOnlySpan<byte>(content, (int)CodePage.Size));
        uint slot = SlotOf(address, thumb);
        _known = default;
        _pages[slot] = page;
        _slots[slot].Ops = page.Ops;
        _slots[slot].Tag = start;
        Mark(start);
        return page.At(address);
    }

    [InlineArray(TranslatedRegion.Slots)]
    private struct KnownRegions
    {
        private TranslatedRegion? _first;
    }
}
