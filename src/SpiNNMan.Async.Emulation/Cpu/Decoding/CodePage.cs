using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Translation;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>
/// A kilobyte of code at one address, decoded, for all cores that have the same bytes there. An internal instruction after every 128 bytes ends the block.
/// Only the methods by which translated code is entered ever change.
/// </summary>
internal sealed unsafe class CodePage
{
    /// <summary>The size of a page, in bytes.</summary>
    public const uint Size = 1024;

    /// <summary>The bytes after which a block ends.</summary>
    public const uint LineSize = 128;

    private readonly byte[] _content;
    private readonly Op[] _ops;
    private RegionEntry[]? _entries;
    private uint[]? _calls;

    /// <summary>Decodes a page.</summary>
    /// <param name="address">The address of the page.</param>
    /// <param name="thumb">Whether its instructions are Thumb.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="threshold">How often a branch backwards, or a call, is taken before its target is translated.</param>
    public CodePage(uint address, bool thumb, ReadOnlySpan<byte> content, uint threshold)
    {
        Address = address;
        IsThumb = thumb;
        _content = content.ToArray();
        int count = (int)((Size / (thumb ? 2u : 4u)) + (Size / LineSize));
        _ops = GC.AllocateArray<Op>(count, pinned: true);
        Ops = (Op*)Unsafe.AsPointer(ref _ops[0]);
        PageDecoder.Decode(this, content, threshold);
    }

    /// <summary>The address of the page.</summary>
    public uint Address { get; }

    /// <summary>Whether it is decoded as Thumb.</summary>
    public bool IsThumb { get; }

    /// <summary>The decoded instructions.</summary>
    public Op* Ops { get; }

    /// <summary>The bytes from which it was decoded.</summary>
    public ReadOnlySpan<byte> Content => _content;

    /// <summary>The addresses that the page calls, if the call instruction names the address.</summary>
    public IReadOnlyList<uint> Calls => _calls ??= FindCalls();

    /// <summary>The translated code that begins at an instruction.</summary>
    public RegionEntry EntryAt(Op* op) => _entries![op - Ops];

    /// <summary>Whether translated code begins at an address.</summary>
    public bool HasEntry(uint address) => Contains(address) && _entries?[Index(address, IsThumb ? 1 : 0)] != null;

    /// <summary>Lets translated code be entered at an address, unless other code is entered there already.</summary>
    /// <param name="address">The address.</param>
    /// <param name="region">The code.</param>
    /// <param name="number">The number of the entry.</param>
    public void Enter(uint address, TranslatedRegion region, int number)
    {
        _entries ??= new RegionEntry[_ops.Length];
        Op* op = At(address);
        if (_entries[op - Ops] != null) return;
        _entries[op - Ops] = new RegionEntry(region, number, (nint)op, (nint)op->Handler);
        Volatile.Write(ref *(nint*)&op->Handler, (nint)(delegate*<ArmCore, Op*, long, Op*>)&TranslatedCode.Enter);
    }

    /// <summary>The word at an address, if that is on the page.</summary>
    public uint? LiteralAt(uint address) => Contains(address) ? BitConverter.ToUInt32(_content, (int)(address - Address)) : null;

    /// <summary>Whether an address is on the page.</summary>
    public bool Contains(uint address) => (address & ~(Size - 1)) == Address;

    /// <summary>The decoded instruction at an address within the page.</summary>
    public Op* At(uint address) => Ops + Index(address, IsThumb ? 1 : 0);

    /// <summary>The index of the decoded instruction of an address in its page.</summary>
    /// <param name="address">The address.</param>
    /// <param name="thumb">1 for Thumb, 0 for ARM.</param>
    /// <returns>The index.</returns>
    public static uint Index(uint address, int thumb) => ((address & (Size - 1)) >> (2 - thumb)) + ((address & (Size - 1)) / LineSize);

    private uint[] FindCalls()
    {
        List<uint> calls = [];
        for (uint offset = 0; offset < Size; offset += IsThumb ? 2u : 4u)
        {
            GuestInstruction instruction = InstructionReader.Read(this, Address + offset);
            if (instruction.Kind == GuestKind.Call) calls.Add(instruction.Value);
        }

        return [.. calls];
    }
}
