namespace SpiNNMan.Async.Simulation;

/// <summary>What the chips of a virtual machine are.</summary>
/// <remarks>Protocol: virtual-machine.md, "Executed chips".</remarks>
public enum ChipEngine
{
    /// <summary>Models of chips that run SC&amp;MP: they answer as it does, without its image being executed.</summary>
    Modelled,

    /// <summary>Chips that execute: the boot image that hosts send runs on their cores, whatever it is.</summary>
    Executed,
}
