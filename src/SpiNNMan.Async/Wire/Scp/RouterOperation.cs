namespace SpiNNMan.Async.Wire.Scp;

/// <summary>What <see cref="ScpCommand.Router"/> is to do.</summary>
/// <remarks>Protocol: scp.md, "Router".</remarks>
internal enum RouterOperation : byte
{
    /// <summary>0: clear the multicast table and forget what is allocated.</summary>
    Clear = 0,

    /// <summary>1: clear a range of entries.</summary>
    ClearRange = 1,

    /// <summary>2: load entries from memory.</summary>
    Load = 2,

    /// <summary>3: set or tell the fixed route.</summary>
    FixedRoute = 3,
}
