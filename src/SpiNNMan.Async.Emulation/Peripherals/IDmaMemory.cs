namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>What a DMA controller moves bytes between.</summary>
internal interface IDmaMemory
{
    /// <summary>How many transfers the cores of the chip have under way.</summary>
    int ActiveTransfers { get; set; }

    /// <summary>Moves bytes.</summary>
    /// <param name="system">An address of the chip.</param>
    /// <param name="local">An address of the core's own memory.</param>
    /// <param name="length">How many bytes, a multiple of four.</param>
    /// <param name="isToSystem">Whether they go from the core to the chip.</param>
    /// <returns>Whether all of it was memory. If not, nothing was moved.</returns>
    bool Move(uint system, uint local, uint length, bool isToSystem);
}
