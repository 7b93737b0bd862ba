namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Where a core finds the decoded page of an address at once.</summary>
internal unsafe struct CodeSlot
{
    /// <summary>The tag of an empty slot: no page is there.</summary>
    public const uint Empty = 1;

    /// <summary>The address of the page.</summary>
    public uint Tag;

    /// <summary>Its decoded instructions.</summary>
    public Op* Ops;
}
