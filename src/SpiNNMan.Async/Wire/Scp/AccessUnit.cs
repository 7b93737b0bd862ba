namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The size of the loads and stores with which a core carries out a memory command.</summary>
/// <remarks>An access that is not aligned to its unit kills the core that makes it. Protocol: scp.md, "Access units".</remarks>
public enum AccessUnit : uint
{
    /// <summary>Bytes.</summary>
    Byte = 0,

    /// <summary>Half words of two bytes.</summary>
    HalfWord = 1,

    /// <summary>Words of four bytes.</summary>
    Word = 2,
}
