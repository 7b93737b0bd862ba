namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The operations of <see cref="ScpCommand.IPTag"/>.</summary>
/// <remarks>Protocol: scp.md, "IP tags".</remarks>
internal enum IPTagOperation : byte
{
    /// <summary>0: set a free tag of those for replies.</summary>
    New = 0,

    /// <summary>1: set a tag.</summary>
    Set = 1,

    /// <summary>2: get tags.</summary>
    Get = 2,

    /// <summary>3: make a tag free.</summary>
    Clear = 3,

    /// <summary>4: get, and perhaps set, the lifetime of tags for replies.</summary>
    Timeout = 4,
}
