namespace SpiNNMan.Async.Routing;

/// <summary>The kinds of packet that a filter counts.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterPacketTypes : byte
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>Multicast.</summary>
    Multicast = 1 << 0,

    /// <summary>Point-to-point.</summary>
    PointToPoint = 1 << 1,

    /// <summary>Nearest-neighbour.</summary>
    NearestNeighbour = 1 << 2,

    /// <summary>Fixed-route.</summary>
    FixedRoute = 1 << 3,

    /// <summary>All of them.</summary>
    All = (1 << 4) - 1,
}
