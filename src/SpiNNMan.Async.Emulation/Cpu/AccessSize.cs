namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>How many bytes one access of a core moves.</summary>
internal enum AccessSize
{
    /// <summary>Eight bits.</summary>
    Byte = 1,

    /// <summary>Sixteen bits, at an even address.</summary>
    Halfword = 2,

    /// <summary>Thirty-two bits, at an address that is a multiple of four.</summary>
    Word = 4,
}
