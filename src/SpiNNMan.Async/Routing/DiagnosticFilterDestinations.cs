namespace SpiNNMan.Async.Routing;

/// <summary>Where the packets that a filter counts go.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterDestinations : ushort
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>Nowhere: they are dropped.</summary>
    Dump = 1 << 0,

    /// <summary>To an application core of this chip.</summary>
    Local = 1 << 1,

    /// <summary>To the monitor of this chip.</summary>
    LocalMonitor = 1 << 2,

    /// <summary>By link 0, east.</summary>
    Link0 = 1 << 3,

    /// <summary>By link 1, north-east.</summary>
    Link1 = 1 << 4,

    /// <summary>By link 2, north.</summary>
    Link2 = 1 << 5,

    /// <summary>By link 3, west.</summary>
    Link3 = 1 << 6,

    /// <summary>By link 4, south-west.</summary>
    Link4 = 1 << 7,

    /// <summary>By link 5, south.</summary>
    Link5 = 1 << 8,

    /// <summary>All of them.</summary>
    All = (1 << 9) - 1,
}
