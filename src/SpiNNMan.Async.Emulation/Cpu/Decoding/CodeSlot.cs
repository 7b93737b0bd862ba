using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Lets a core find the decoded page of an address directly.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct CodeSlot
{
    /// <summary>The size of a slot, in bytes.</summary>
    public const int Size = 16;

    /// <summary>The tag of an empty slot. No page has this address.</summary>
    public const uint Empty = 1;

    /// <summary>The address of the page.</summary>
    public uint Tag;

    /// <summary>Its decoded instructions.</summary>
    public Op* Ops;
}
