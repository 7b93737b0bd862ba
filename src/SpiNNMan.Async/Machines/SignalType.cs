namespace SpiNNMan.Async.Machines;

/// <summary>By which sort of packet a signal spreads.</summary>
/// <remarks>Protocol: scp.md, "Signals".</remarks>
public enum SignalType : uint
{
    /// <summary>0: multicast; only the chip the machine was booted through can send it.</summary>
    Multicast = 0,

    /// <summary>1: point to point; only monitors before version 4 know it.</summary>
    PointToPoint = 1,

    /// <summary>2: from neighbour to neighbour.</summary>
    NearestNeighbour = 2,
}
