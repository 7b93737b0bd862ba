namespace SpiNNMan.Async.Model;

/// <summary>How a signal travels through the machine.</summary>
/// <remarks>Protocol: models.md, "Signals".</remarks>
public enum SignalType : byte
{
    /// <summary>0: as a multicast packet.</summary>
    Multicast = 0,

    /// <summary>1: as a point-to-point packet.</summary>
    PointToPoint = 1,

    /// <summary>2: as a nearest-neighbour packet.</summary>
    NearestNeighbour = 2,
}
