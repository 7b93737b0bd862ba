namespace SpiNNMan.Async.Memory;

/// <summary>The heaps that every chip has.</summary>
/// <remarks>Protocol: models.md, "Heaps".</remarks>
public enum HeapKind
{
    /// <summary>That of SDRAM, which applications and hosts allocate from.</summary>
    Sdram,

    /// <summary>That of system RAM, which the cores of the chip share.</summary>
    SystemRam,

    /// <summary>The heap of the system in SDRAM, with the texts that cores print.</summary>
    SystemSdram,
}
