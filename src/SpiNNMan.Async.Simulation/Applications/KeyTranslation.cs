namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How a gatherer makes the number of an atom of a key.</summary>
/// <param name="Key">The bits that a key has under the mask to which this applies.</param>
/// <param name="Mask">The bits that are looked at; the others number the atoms of a core.</param>
/// <param name="FirstAtom">The number of the first atom of the core.</param>
/// <remarks>Protocol: virtual-machine.md, "Live data".</remarks>
public readonly record struct KeyTranslation(uint Key, uint Mask, uint FirstAtom);
