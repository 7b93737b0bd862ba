namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>The kinds of faults in a fault file.</summary>
internal enum FaultKind
{
    /// <summary>A whole board is dead.</summary>
    Board,

    /// <summary>The network of a board has faults.</summary>
    Network,

    /// <summary>Flood fills lose packets or replies, on the whole machine.</summary>
    Floods,

    /// <summary>A chip is dead.</summary>
    Chip,

    /// <summary>Cores of a chip are dead.</summary>
    Core,

    /// <summary>Links of a chip are dead.</summary>
    Link,
}
