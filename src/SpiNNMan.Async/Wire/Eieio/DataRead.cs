namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The bytes that a host has read from one recording channel.</summary>
/// <param name="Channel">The recording channel.</param>
/// <param name="RegionId">The region of the core's memory.</param>
/// <param name="SpaceRead">How much was read and may be overwritten, in bytes.</param>
/// <remarks>Protocol: eieio.md, "Reading recorded data".</remarks>
public readonly record struct DataRead(byte Channel, byte RegionId, uint SpaceRead);
