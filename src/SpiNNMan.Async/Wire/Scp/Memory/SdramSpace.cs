namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>How much SDRAM of a chip is free.</summary>
/// <param name="Free">All free bytes.</param>
/// <param name="LargestBlock">The size of the largest free block, in bytes.</param>
/// <remarks>Protocol: scp.md, "Allocation".</remarks>
public readonly record struct SdramSpace(uint Free, uint LargestBlock);
