namespace SpiNNMan.Async.Applications;

/// <summary>How an application gets to its chips.</summary>
/// <remarks>Protocol: scp.md, "Applications" and "Flood fill".</remarks>
public enum LoadMethod
{
    /// <summary><see cref="FloodFill"/> where it suffices and some board has so many chips that it is faster: more than 30, or, with monitors before 3.4, 10. Else <see cref="CopyRun"/>
    /// where the monitors know it, and <see cref="Direct"/> where not.</summary>
    Automatic = 0,

    /// <summary>Written once to each board, from where each chip takes it from a neighbour, which the checksum proves. Monitors from version 3.4 on.</summary>
    CopyRun = 1,

    /// <summary>Sent to all chips of the machine at once by nearest-neighbour packets. Up to 65,280 bytes; monitors of version 4 start the same cores on every
    /// chip, so that it must go to the whole machine.</summary>
    FloodFill = 2,

    /// <summary>Written to each chip separately.</summary>
    Direct = 3,
}
