namespace SpiNNMan.Async.Simulation;

/// <summary>The kinds of chips that a virtual machine can have.</summary>
/// <remarks>Protocol: virtual-machine.md, "Executed chips".</remarks>
public enum ChipEngine
{
    /// <summary>Models of chips that run SC&amp;MP. They answer as it does, but its image is not executed.</summary>
    Modelled,

    /// <summary>Chips that execute. The boot image from the host runs on their cores, whatever it contains.</summary>
    Executed,
}
