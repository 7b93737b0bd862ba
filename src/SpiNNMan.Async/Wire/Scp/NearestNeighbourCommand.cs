namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The commands of nearest-neighbour packets.</summary>
/// <remarks>Protocol: scp.md, "Nearest-neighbour packets".</remarks>
internal enum NearestNeighbourCommand : byte
{
    /// <summary>0: a simple signal; with operation 5 in its data, a signal to an application.</summary>
    Signal = 0,

    /// <summary>1: set fields of the router's control register.</summary>
    RouterControl = 1,

    /// <summary>4: write a word of the memory of every chip.</summary>
    GlobalWrite = 4,

    /// <summary>6: a flood fill starts.</summary>
    FloodFillStart = 6,

    /// <summary>7: choose cores of a region for the flood fill.</summary>
    FloodFillCoreSelect = 7,

    /// <summary>12: a block starts. Monitors make it from flood-fill data.</summary>
    BlockStart = 12,

    /// <summary>13: a word of a block. Monitors make it from flood-fill data.</summary>
    BlockData = 13,

    /// <summary>14: a block ends. Monitors make it from flood-fill data.</summary>
    BlockEnd = 14,

    /// <summary>15: the flood fill ends.</summary>
    FloodFillEnd = 15,
}
