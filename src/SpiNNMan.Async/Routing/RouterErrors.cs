namespace SpiNNMan.Async.Routing;

/// <summary>The errors of a router, from its error status.</summary>
/// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
[Flags]
public enum RouterErrors : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>0x08000000: a packet was too old.</summary>
    Timestamp = 0x08000000,

    /// <summary>0x10000000: a packet had the wrong length.</summary>
    Framing = 0x10000000,

    /// <summary>0x20000000: a packet had the wrong parity.</summary>
    Parity = 0x20000000,

    /// <summary>0x40000000: more packets failed than could be kept.</summary>
    Overflow = 0x40000000,

    /// <summary>0x80000000: there was an error.</summary>
    Error = 0x80000000,
}
