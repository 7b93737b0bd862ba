using System.Diagnostics.CodeAnalysis;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>The kinds of packets that an extra monitor sends again when the router of its chip drops them, by the bits of its status.</summary>
/// <remarks>Protocol: streaming.md, "Reinjection".</remarks>
[Flags]
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "Zero is a setting: no packet is sent again.")]
public enum ReinjectedPackets : uint
{
    /// <summary>No packet is sent again.</summary>
    None = 0,

    /// <summary>1: multicast packets.</summary>
    Multicast = 1,

    /// <summary>2: point-to-point packets.</summary>
    PointToPoint = 2,

    /// <summary>4: nearest-neighbour packets.</summary>
    NearestNeighbour = 4,

    /// <summary>8: fixed-route packets.</summary>
    FixedRoute = 8,
}
