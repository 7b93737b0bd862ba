namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>What can be dead.</summary>
internal enum FaultKind
{
    /// <summary>A whole board.</summary>
    Board,

    /// <summary>The network of a board: something goes wrong on it.</summary>
    Network,

    /// <summary>What goes over the whole machine: floods lose something.</summary>
    Floods,

    /// <summary>A chip.</summary>
    Chip,

    /// <summary>Cores of a chip.</summary>
    Core,

    /// <summary>Links of a chip.</summary>
    Link,
}
