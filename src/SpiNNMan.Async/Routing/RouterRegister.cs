namespace SpiNNMan.Async.Routing;

/// <summary>The diagnostic counters of a router, named by the packets that they count unless their filters are changed.</summary>
/// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
public enum RouterRegister : byte
{
    /// <summary>0: multicast packets from this chip's cores.</summary>
    LocalMulticast = 0,

    /// <summary>1: multicast packets from other chips.</summary>
    ExternalMulticast = 1,

    /// <summary>2: point-to-point packets from this chip's cores.</summary>
    LocalP2P = 2,

    /// <summary>3: point-to-point packets from other chips.</summary>
    ExternalP2P = 3,

    /// <summary>4: nearest-neighbour packets from this chip's cores.</summary>
    LocalNearestNeighbour = 4,

    /// <summary>5: nearest-neighbour packets from other chips.</summary>
    ExternalNearestNeighbour = 5,

    /// <summary>6: fixed-route packets from this chip's cores.</summary>
    LocalFixedRoute = 6,

    /// <summary>7: fixed-route packets from other chips.</summary>
    ExternalFixedRoute = 7,

    /// <summary>8: multicast packets that were dropped.</summary>
    DroppedMulticast = 8,

    /// <summary>9: point-to-point packets that were dropped.</summary>
    DroppedP2P = 9,

    /// <summary>10: nearest-neighbour packets that were dropped.</summary>
    DroppedNearestNeighbour = 10,

    /// <summary>11: fixed-route packets that were dropped.</summary>
    DroppedFixedRoute = 11,

    /// <summary>12: the filter that the user sets.</summary>
    User0 = 12,

    /// <summary>13: the filter that the user sets.</summary>
    User1 = 13,

    /// <summary>14: the filter that the user sets.</summary>
    User2 = 14,

    /// <summary>15: the filter that the user sets.</summary>
    User3 = 15,
}
