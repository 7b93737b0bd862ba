namespace SpiNNMan.Async.Wire.Scp;

/// <summary>What <see cref="ScpCommand.IPTag"/> is to do.</summary>
/// <remarks>Protocol: scp.md, "IP tags".</remarks>
internal enum IPTagOperation : byte
{
    /// <summary>0: set a free tag of those for replies.</summary>
    New = 0,

    /// <summary>1: set a tag.</summary>
    Set = 1,

    /// <summary>2: tell what tags are set to.</summary>
    Get = 2,

    /// <summary>3: make a tag free.</summary>
    Clear = 3,

    /// <summary>4: tell, and perhaps set, how long tags for replies live.</summary>
    Timeout = 4,
}
