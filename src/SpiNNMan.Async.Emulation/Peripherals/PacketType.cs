namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The types of packets.</summary>
internal enum PacketType
{
    /// <summary>Routed by key.</summary>
    Multicast,

    /// <summary>Routed by the address of a chip.</summary>
    PointToPoint,

    /// <summary>To the chip next to this one.</summary>
    NearestNeighbour,

    /// <summary>Routed by one route for all packets of this type.</summary>
    FixedRoute,
}
