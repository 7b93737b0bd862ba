namespace SpiNNMan.Async.Wire.Boot;

/// <summary>What a boot message asks for or says.</summary>
/// <remarks>A boot ROM looks at the low 16 bits only, and ignores what it does not know. Protocol: boot.md, "Message".</remarks>
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
