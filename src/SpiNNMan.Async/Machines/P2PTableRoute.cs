namespace SpiNNMan.Async.Machines;

/// <summary>The link by which a chip sends point-to-point packets for another chip.</summary>
/// <remarks>0 to 5 are the numbers of the links. Protocol: models.md, "Point-to-point table".</remarks>
public enum P2PTableRoute : byte
{
    /// <summary>0: by the link to the east.</summary>
    East = 0,

    /// <summary>1: by the link to the north-east.</summary>
    NorthEast = 1,

    /// <summary>2: by the link to the north.</summary>
    North = 2,

    /// <summary>3: by the link to the west.</summary>
    West = 3,

    /// <summary>4: by the link to the south-west.</summary>
    SouthWest = 4,

    /// <summary>5: by the link to the south.</summary>
    South = 5,

    /// <summary>6: not at all; there is no such chip.</summary>
    None = 6,

    /// <summary>7: to its own monitor.</summary>
    Monitor = 7,
}
