namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How a gatherer turns a key into the number of an atom.</summary>
/// <param name="Key">The bits under the mask that a key must have.</param>
/// <param name="Mask">The bits that are compared. The other bits number the atoms of a core.</param>
/// <param name="FirstAtom">The number of the first atom of the core.</param>
/// <remarks>Protocol: virtual-machine.md, "Live data".</remarks>
public readonly record struct KeyTranslation(uint Key, uint Mask, uint FirstAtom);
