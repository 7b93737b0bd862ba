namespace SpiNNMan.Async.Wire.Boot;

/// <summary>The opcodes of boot messages.</summary>
/// <remarks>A boot ROM reads the low 16 bits only, and ignores unknown opcodes. Protocol: boot.md, "Message".</remarks>
public enum BootOpcode : uint
{
    /// <summary>1: an image of a number of blocks follows.</summary>
    FloodFillStart = 1,

    /// <summary>3: one block of the image.</summary>
    FloodFillBlock = 3,

    /// <summary>5: the image is complete; run it.</summary>
    FloodFillControl = 5,

    /// <summary>0x41: a board that has not been booted says that it is there.</summary>
    Hello = 0x41,
}
