namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Whether an instruction reads the PC.</summary>
internal enum PcUse
{
    /// <summary>It does not read the PC.</summary>
    None,

    /// <summary>It reads the PC, and sees 8 bytes ahead (4 in Thumb code).</summary>
    Ahead,

    /// <summary>It reads the PC, and sees 12 bytes ahead.</summary>
    Late,
}
