namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The memory of the transfers of a DMA controller.</summary>
internal interface IDmaMemory
{
    /// <summary>How many transfers of the chip's cores are active.</summary>
    int ActiveTransfers { get; set; }

    /// <summary>Moves bytes.</summary>
    /// <param name="system">An address of the chip.</param>
    /// <param name="local">An address of the core's own memory.</param>
    /// <param name="length">The number of bytes, a multiple of four.</param>
    /// <param name="isToSystem">Whether they go from the core to the chip.</param>
    /// <returns>Whether all addresses were memory. If not, nothing was moved.</returns>
    bool Move(uint system, uint local, uint length, bool isToSystem);
}
