namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The operations of <see cref="ScpCommand.Router"/>.</summary>
/// <remarks>Protocol: scp.md, "Router".</remarks>
internal enum RouterOperation : byte
{
    /// <summary>0: clear the multicast table and all its allocations.</summary>
    Clear = 0,

    /// <summary>1: clear a range of entries.</summary>
    ClearRange = 1,

    /// <summary>2: load entries from memory.</summary>
    Load = 2,

    /// <summary>3: set or get the fixed route.</summary>
    FixedRoute = 3,
}
